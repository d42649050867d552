//! How the tasks contract refuses.

crate::error::contract_errors! {
    /// Why the tasks contract refused an action.
    pub enum Error {
        /// The network's settings are not there yet.
        NotInitialised = 1 => "Effect Network is receiving maintenance, please try again in 5 minutes",
        /// `init` runs once; settings are changed by `setsettings`.
        AlreadyInitialised = 2 => "settings exist already",
        /// A fee above all of the reward, or a fraction that is not one.
        BadFee = 3 => "fee must be between 0 and 10000 basis points",
        /// A delay beyond its limit.
        BadDelay = 4 => "delay is too long",
        /// A limit of zero, or beyond what the contract can bear.
        BadLimit = 5 => "limit is out of range",
        /// An account named in the settings does not exist.
        NoSuchAccount = 6 => "account does not exist",

        /// The token is not on the allow-list.
        TokenNotAccepted = 10 => "token is not accepted",
        /// The symbol is malformed.
        BadSymbol = 11 => "invalid symbol",
        /// The token is on the allow-list already.
        TokenExists = 12 => "token is accepted already",
        /// Nothing is in the pot.
        NoFees = 13 => "no fees to claim",

        /// No such campaign.
        CampaignNotFound = 20 => "campaign not found",
        /// Only the stored owner may do this.
        NotOwner = 21 => "owner does not match the campaign",
        /// A reward is zero or more, and a valid amount.
        BadReward = 22 => "reward must not be negative",
        /// The content is longer than the settings allow.
        ContentTooLong = 23 => "content is too long",
        /// Batches, or money in them, would be orphaned.
        CampaignHasBatches = 24 => "campaign still has batches",
        /// The campaign gives out nothing while paused.
        CampaignPaused = 25 => "campaign is paused",
        /// No id is left.
        CampaignIdsUsedUp = 26 => "no campaign id is left",
        /// The campaign is there; its rows cannot be cleared.
        CampaignExists = 27 => "campaign still exists",
        /// The kind of content is unknown.
        BadContent = 28 => "unknown kind of content",
        /// Workers hold accounts for the token of the reward.
        RewardTokenFixed = 29 => "token of the reward cannot change once there are batches",

        /// No such batch.
        BatchNotFound = 40 => "batch not found",
        /// No such batch, when removing.
        BatchDoesNotExist = 41 => "batch does not exist",
        /// Ids count up by one.
        BatchIdNotSequential = 42 => "batch id must be sequential",
        /// At least one result a task.
        NoRepetitions = 43 => "repetitions must be at least 1",
        /// More results a task than the settings allow.
        TooManyRepetitions = 44 => "too many repetitions",
        /// At least one task.
        NoTasks = 45 => "a batch needs at least one task",
        /// More tasks than the settings allow, or than indices are left.
        TooManyTasks = 46 => "too many tasks",
        /// A batch is published once.
        BatchPublished = 47 => "batch already published",
        /// The escrow does not cover the work.
        BatchUnderfunded = 48 => "batch is underfunded",
        /// The batch takes no more money.
        BatchEnded = 49 => "batch is finished or removed",
        /// The batch must be removed first.
        BatchExists = 50 => "batch still exists",
        /// The batch was removed before.
        BatchRemoved = 51 => "batch is removed already",
        /// Nothing is free in the escrow.
        NothingToRefund = 52 => "nothing to refund",
        /// Every row has been cleared, or those left are held by workers.
        NothingToClear = 53 => "nothing to clear",
        /// Where there is no balance, this contract would pay for the row.
        OwnerHasNoBalance = 54 => "owner has no balance of this token",

        /// The memo of a transfer to the contract is the batch's key in decimal.
        BadMemo = 60 => "memo must be the key of a batch",
        /// Money comes from the contract that issues the reward's token.
        WrongTokenContract = 61 => "token contract does not match the batch",
        /// Money is of the reward's symbol.
        WrongSymbol = 62 => "symbol does not match the batch",
        /// Amounts are above zero.
        BadQuantity = 63 => "quantity must be positive",
        /// A sum left the range of amounts.
        Overflow = 64 => "amount is out of range",
        /// The books do not add up; nothing is changed.
        LedgerBroken = 65 => "escrow does not cover the result",

        /// No such virtual account.
        AccountNotFound = 80 => "account row not found",
        /// RAM is paid by an account that signed, never by the contract.
        BadPayer = 81 => "payer must be another account that authorized the transaction",
        /// An account of the chain acts by its own authority.
        SignatureNotAllowed = 83 => "signature not allowed for accounts",
        /// A worker is the user's one row for the reward's token: with a row for each of several tokens one user could
        /// do every repetition of a task.
        WrongAccountToken = 84 => "account is not for the token of the reward",
        /// A fee is part of what a key holder signs.
        FeeNotAllowed = 85 => "fee not allowed without a signature",

        /// One task at a time in a campaign.
        AlreadyReserved = 100 => "you already have a reservation",
        /// Everything is given out, and nothing of it has lapsed for this worker.
        NoTasksForWorker = 101 => "no more tasks for you",
        /// No batch has anything to give out.
        NoBatches = 102 => "no batches available",
        /// The worker does not hold this task.
        NotReserved = 103 => "already submitted or not reserved by you",
        /// The worker holds another task of the campaign.
        WrongTaskIndex = 104 => "wrong task index",
        /// The kind of data is unknown or its form is wrong.
        BadData = 106 => "data must be a 34-byte IPFS multihash",
        /// The campaign's owner may free a task only some time after it has lapsed.
        ReleaseTooEarly = 107 => "reservation cannot be released yet",
        /// Another task could not be found, so the worker keeps this one.
        NothingElse = 108 => "no other task to give instead",
        /// No id is left for a reservation of this campaign.
        ReservationIdsUsedUp = 109 => "no reservation id is left",
        /// A worker waits once in a campaign.
        AlreadyStandingBy = 110 => "you already stand by",
        /// The worker does not wait, and is offered nothing.
        NotStandingBy = 111 => "you do not stand by",
        /// Only who has nothing to do waits.
        TasksAvailable = 112 => "there are tasks for you",
        /// The task is to be offered to those who wait for it; `assign` does so.
        OthersWaiting = 113 => "others are waiting for this task",
        /// No offer has lapsed, and for nobody who waits there is a task.
        NothingToAssign = 114 => "nothing to assign",

        /// No such payment.
        PaymentNotFound = 120 => "payment not found",
        /// The work may still be reviewed.
        PayoutTooEarly = 121 => "not past payout delay",
        /// The payment is empty.
        NothingToPay = 122 => "nothing to payout",

        /// The type of a qualification is unknown.
        UnknownQualification = 140 => "unknown type of qualification",
        /// A collection is a name, a template a 32-bit, an asset a 64-bit number.
        QualificationAddress = 141 => "address does not match the type of qualification",
        /// The filter's comparison, source or value is unknown, or they do not go together.
        BadFilter = 142 => "data_filter is malformed",
        /// More qualifications than a reservation can check.
        TooManyQualifications = 143 => "too many qualifications",
        /// One asset for each qualification, in order.
        WrongAssetCount = 144 => "wrong number of quali_assets",
        /// The asset is not the worker's.
        AssetNotOwned = 145 => "asset not owned by you",
        /// The asset is of another collection.
        WrongCollection = 146 => "wrong collection",
        /// The asset is of another template.
        WrongTemplate = 147 => "wrong template",
        /// It is another asset.
        WrongAsset = 148 => "wrong asset",
        /// One asset serves one qualification.
        AssetUsedTwice = 149 => "asset used for two qualifications",
        /// None of the worker's assets qualifies.
        MissingQualification = 150 => "missing qualification",
        /// One of the worker's assets excludes the worker.
        Excluded = 151 => "excluded by an asset you own",
        /// The contract looks through a bounded number of assets.
        TooManyAssets = 152 => "too many assets to search",
        /// An attribute of the asset is missing or not as the campaign asks.
        FilterNotMet = 153 => "asset does not meet the data_filter",
        /// The contract holds the asset for another user, or for nobody.
        NotHeldForWorker = 154 => "asset not owned by vaccount",
        /// The contract holds assets for users who hold keys, and has no way to give one back.
        HeldForNobody = 155 => "asset names no key holder as its vaccount",

        /// No such result.
        SubmissionNotFound = 170 => "submission not found",
        /// A result is rejected once at most.
        RejectedBefore = 171 => "submission was rejected before",
        /// There is no rejection to appeal or to settle.
        NotRejected = 172 => "submission is not rejected",
        /// There is no appeal to decide.
        NotAppealed = 173 => "rejection is not appealed",
        /// Who may act next has let the time pass.
        ReviewOver = 174 => "time for review has passed",
        /// Who may act next still has time.
        ReviewRuns = 175 => "time for review has not passed yet",
        /// What was paid is not rejected.
        PaidAlready = 176 => "submission is paid already",
        /// A rejection without a reason, or with one that is too long.
        BadReason = 177 => "reason is empty or too long",
        /// No such policy.
        UnknownPolicy = 178 => "unknown policy",
        /// All batches of the campaign are removed.
        NothingToCancel = 179 => "campaign has no batch to remove",
    }
}

#[cfg(test)]
mod tests {
    use antelope::ContractError;

    use super::Error;

    #[test]
    fn every_number_names_one_error_and_they_count_up() {
        assert!(Error::ALL.is_sorted_by_key(|error| error.number()));
        assert!(Error::ALL.windows(2).all(|pair| pair[0].number() != pair[1].number()));
    }

    #[test]
    fn every_text_names_one_error() {
        for error in Error::ALL {
            assert_eq!(Error::from_message(error.message()), Some(*error));
        }
        assert_eq!(Error::from_message("something else"), None);
    }
}
