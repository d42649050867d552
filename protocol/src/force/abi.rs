//! The tasks contract's ABI.

use antelope::abi::{Abi, AbiBuilder};

use super::{
    actions::*,
    batch::Batch,
    campaign::Campaign,
    nonce::Nonce,
    payment::Payment,
    rejection::Rejection,
    reservation::{AccountTaskIndex, Reopened, RepetitionsDone, Reservation},
    settings::{Settings, Token},
    standby::Standby,
    submission::Submission,
};
use crate::signed::actions::SetChain;

/// The ABI, as `abi/force.abi` holds it.
pub fn abi() -> Abi {
    AbiBuilder::new()
        .action::<Init>()
        .action::<SetSettings>()
        .action::<SetChain>()
        .action::<AddToken>()
        .action::<RemoveToken>()
        .action::<ClaimFees>()
        .action::<MakeCampaign>()
        .returns::<MakeCampaign, u32>()
        .action::<EditCampaign>()
        .action::<RemoveCampaign>()
        .action::<SetOwner>()
        .action::<Pause>()
        .action::<Cancel>()
        .action::<SetReview>()
        .action::<MakeBatch>()
        .action::<PublishBatch>()
        .action::<RemoveBatch>()
        .action::<Refund>()
        .action::<ClearTasks>()
        .action::<ClearAccounts>()
        .action::<ReserveTask>()
        .action::<SkipTask>()
        .action::<ReleaseTask>()
        .action::<SubmitTask>()
        .action::<JoinStandby>()
        .action::<LeaveStandby>()
        .action::<Assign>()
        .action::<Payout>()
        .action::<Accept>()
        .action::<Reject>()
        .action::<Appeal>()
        .action::<Resolve>()
        .action::<Settle>()
        .table::<Settings>()
        .table::<Token>()
        .table::<Campaign>()
        .table::<Batch>()
        .table::<Reservation>()
        .table::<Reopened>()
        .table::<AccountTaskIndex>()
        .table::<RepetitionsDone>()
        .table::<Submission>()
        .table::<Rejection>()
        .table::<Payment>()
        .table::<Nonce>()
        .table::<Standby>()
        .build()
}
