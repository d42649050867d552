//! Settings, accepted tokens, and the fees earned.

use antelope::{Asset, Checksum256, ExtendedAsset};
use framework::{
    OrFail, OrFailWith, Payer, Table, check, current_receiver, fail, is_account, require_auth,
};
use protocol::{
    force::{
        Error,
        actions::{AddToken, ClaimFees, FEES_MEMO, Init, RemoveToken, SetSettings},
        settings::{Settings, Token, fee_bps_of, fee_fraction},
    },
    signed::actions::SetChain,
};

use crate::{authority, state};

pub(crate) fn init(action: Init) {
    require_auth(current_receiver());

    let row = state::settings_row();
    check(row.get().is_none(), Error::AlreadyInitialised);

    let fee_bps = fee_bps_of(action.fee_percentage).or_fail();
    let settings = Settings {
        vaccount_contract: action.vaccount_contract,
        force_vaccount_id: action.force_vaccount_id,
        payout_delay_sec: action.payout_delay_sec,
        release_task_delay_sec: action.release_task_delay_sec,
        fee_contract: action.fee_contract,
        fee_percentage: fee_fraction(fee_bps),
        fee_bps,
        max_tasks: Settings::DEFAULT_MAX_TASKS,
        max_repetitions: Settings::DEFAULT_MAX_REPETITIONS,
        max_content: Settings::DEFAULT_MAX_CONTENT,
        next_campaign_id: 0,
        arbiter: current_receiver(),
        max_payout_delay_sec: Settings::MAX_DELAY,
        chain_id: Checksum256::default(),
        accept_sec: Settings::DEFAULT_ACCEPT_SEC,
    };
    validate(&settings);

    row.set(&settings, Payer::Account(current_receiver()));
}

pub(crate) fn set(action: SetSettings) {
    require_auth(current_receiver());

    let row = state::settings_row();
    let mut settings = row.entry().or_fail(Error::NotInitialised);

    settings.payout_delay_sec = action.payout_delay_sec;
    settings.release_task_delay_sec = action.release_task_delay_sec;
    settings.fee_contract = action.fee_contract;
    settings.fee_bps = action.fee_bps;
    settings.fee_percentage = fee_fraction(action.fee_bps);
    settings.max_tasks = action.max_tasks;
    settings.max_repetitions = action.max_repetitions;
    settings.max_content = action.max_content;
    settings.arbiter = action.arbiter;
    settings.max_payout_delay_sec = action.max_payout_delay_sec;
    settings.accept_sec = action.accept_sec;
    validate(&settings);

    settings.save(Payer::Same);
}

pub(crate) fn set_chain(action: SetChain) {
    require_auth(current_receiver());

    let mut settings = state::settings_row().entry().or_fail(Error::NotInitialised);

    settings.chain_id = action.chain_id;
    settings.save(Payer::Same);
}

fn validate(settings: &Settings) {
    let accounts = [settings.vaccount_contract, settings.fee_contract];
    // This contract cannot pay itself.
    let others = accounts.iter().all(|account| *account != current_receiver());
    let exist = accounts.into_iter().chain([settings.arbiter]).all(is_account);
    check(others && exist, Error::NoSuchAccount);
    settings.validate().or_fail();
}

pub(crate) fn add_token(action: AddToken) {
    require_auth(current_receiver());

    let (scope, key) = Token::location(action.token);
    let tokens = Table::<Token>::of_self(scope);
    let known = tokens.entry(key);

    check(action.token.sym.is_valid(), Error::BadSymbol);
    check(is_account(action.token.contract), Error::NoSuchAccount);

    match known {
        // A code has one number of decimals at a token contract, so another row is a mistake.
        Some(row) if row.accepted || row.fees.symbol != action.token.sym => {
            fail(Error::TokenExists);
        }
        Some(mut row) => row.update(Payer::Same, |row| row.accepted = true),
        None => {
            let row = Token { fees: Asset::new(0, action.token.sym), accepted: true };
            tokens.insert(&row, Payer::Account(current_receiver()));
        }
    }
}

pub(crate) fn remove_token(action: RemoveToken) {
    require_auth(current_receiver());

    let mut token = state::token(action.token).or_fail(Error::TokenNotAccepted);

    check(token.accepted, Error::TokenNotAccepted);

    token.update(Payer::Same, |token| token.accepted = false);
}

pub(crate) fn claim_fees(action: ClaimFees) {
    let settings = state::settings();
    let mut token = state::token(action.token).or_fail(Error::TokenNotAccepted);

    check(token.fees.amount > 0, Error::NoFees);

    let fees = ExtendedAsset { quantity: token.fees, contract: action.token.contract };
    token.update(Payer::Same, |token| token.fees.amount = 0);
    authority::pay(settings.fee_contract, fees, FEES_MEMO);
}
