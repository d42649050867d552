//! What can be asked of the tasks contract, a file per topic.
//!
//! Arguments have the published names and order. `payer` and `sig` at the end of an action may be left out, as the
//! clients of the published main network do: then the worker pays, and there is no signature. What a signature needs
//! beside it follows as `terms`; see [`signed`](crate::signed).

mod batches;
mod campaigns;
mod payments;
mod reviews;
mod settings;
mod standby;
mod tasks;

pub use batches::*;
pub use campaigns::*;
pub use payments::*;
pub use reviews::*;
pub use settings::*;
pub use standby::*;
pub use tasks::*;

use crate::signed::signed_actions;

signed_actions! {
    MakeCampaign, EditCampaign, RemoveCampaign, SetOwner, Pause, Cancel, SetReview, MakeBatch, PublishBatch,
    RemoveBatch, Refund, Accept, Appeal;
    payer: ReserveTask, SkipTask, ReleaseTask, SubmitTask, Reject, JoinStandby, LeaveStandby,
}
