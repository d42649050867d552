//! Time, blocks and protocol features.

use antelope::Checksum256;

use super::{Call, span::read};
use crate::{Error, feature::Feature};

impl Call<'_> {
    pub(crate) fn current_time(&mut self) -> Result<u64, Error> {
        Ok(self.context.now.0.cast_unsigned())
    }

    /// Nothing is deferred: every transaction is published when it runs.
    pub(crate) fn publication_time(&mut self) -> Result<u64, Error> {
        self.current_time()
    }

    pub(crate) fn get_block_num(&mut self) -> Result<u32, Error> {
        Ok(self.context.block_number)
    }

    pub(crate) fn is_feature_activated(&mut self, digest: u32) -> Result<i32, Error> {
        let digest = Checksum256(read(self.memory, digest)?);
        let feature = Feature::of_digest(&digest);
        Ok(i32::from(feature.is_some_and(|feature| self.context.has(feature))))
    }

    pub(crate) fn is_feature_active(&mut self, _feature: i64) -> Result<i32, Error> {
        Ok(0)
    }
}
