//! The tasks contract's ABI.

use antelope::abi::{Abi, AbiBuilder};

use super::{
    actions::*,
    batch::Batch,
    campaign::Campaign,
    payment::Payment,
    reservation::{AccountTaskIndex, Reopened, RepetitionsDone, Reservation},
    settings::{Settings, Token},
    submission::Submission,
};

/// The ABI, as `abi/force.abi` holds it.
pub fn abi() -> Abi {
    AbiBuilder::new()
        .action::<Init>()
        .action::<SetSettings>()
        .action::<AddToken>()
        .action::<RemoveToken>()
        .action::<ClaimFees>()
        .action::<MakeCampaign>()
        .returns::<MakeCampaign, u32>()
        .action::<EditCampaign>()
        .action::<RemoveCampaign>()
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
        .action::<Payout>()
        .table::<Settings>()
        .table::<Token>()
        .table::<Campaign>()
        .table::<Batch>()
        .table::<Reservation>()
        .table::<Reopened>()
        .table::<AccountTaskIndex>()
        .table::<RepetitionsDone>()
        .table::<Submission>()
        .table::<Payment>()
        .build()
}
