//! Reading tables.
//!
//! All else that the chain remembers is in its [`state`](Chain::state).

use antelope::{Name, Reader, UnpackError, table};

use super::Chain;
use crate::state::{Row, Table, TableKey};

impl Chain {
    /// A table, if it has rows.
    pub fn table(&self, code: Name, scope: Name, table: Name) -> Option<&Table> {
        self.state.tables.get(&TableKey { code, scope, table })
    }

    /// The rows of a table as they are stored, by key.
    pub fn raw_rows(
        &self,
        code: Name,
        scope: Name,
        table: Name,
    ) -> impl Iterator<Item = (u64, &Row)> {
        let id = self.table(code, scope, table).map(|table| table.id);
        id.into_iter().flat_map(|id| {
            let rows = self.state.rows.range((id, 0)..=(id, u64::MAX));
            rows.map(|((_, primary), row)| (*primary, row))
        })
    }

    /// The rows of a table.
    ///
    /// # Errors
    /// When a row's bytes are not such a row.
    pub fn rows<R: table::Row>(
        &self,
        code: Name,
        scope: impl Into<u64>,
    ) -> Result<Vec<R>, UnpackError> {
        let rows = self.raw_rows(code, Name(scope.into()), R::TABLE);
        rows.map(|(_, row)| R::unpack(&mut Reader::new(&row.value))).collect()
    }

    /// A row of a table.
    ///
    /// # Errors
    /// When its bytes are not such a row.
    pub fn row<R: table::Row>(
        &self,
        code: Name,
        scope: impl Into<u64>,
        primary: u64,
    ) -> Result<Option<R>, UnpackError> {
        let table = self.table(code, Name(scope.into()), R::TABLE);
        let row = table.and_then(|table| self.state.rows.get(&(table.id, primary)));
        row.map(|row| R::unpack(&mut Reader::new(&row.value))).transpose()
    }
}
