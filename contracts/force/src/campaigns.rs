//! Campaigns: made, changed and removed by their owner.

use antelope::{ExtendedAsset, Extension};
use framework::{OrFail, OrFailWith, Payer, Return, check, fail, is_account};
use protocol::{
    force::{
        Error,
        actions::{EditCampaign, MakeCampaign, Pause, RemoveCampaign, SetOwner, SetReview},
        campaign::{Campaign, Content},
        qualification::{self, Qualification},
        review::Review,
        settings::Settings,
    },
    signed::Signed,
    vaddress::VAddress,
};

use crate::{authority, state};

pub(crate) fn make(action: MakeCampaign) -> Return<u32> {
    let owner = authority::require_user(action.owner, &action);
    let payer = authority::payer(Extension(Some(action.payer)), owner);

    let mut settings = state::settings_row().entry().or_fail(Error::NotInitialised);
    validate(&settings, &action.content, action.reward, &action.qualis);
    check_token(action.reward);

    let id = settings.next_campaign_id;
    settings.next_campaign_id = id.checked_add(1).or_fail(Error::CampaignIdsUsedUp);

    settings.save(Payer::Same);
    let campaign = Campaign::new(
        id,
        action.owner,
        action.content,
        action.max_task_time,
        action.reward,
        action.qualis,
        Review::of_network(&settings),
    );
    state::campaigns().insert(&campaign, Payer::Account(payer));
    Return(id)
}

pub(crate) fn edit(action: EditCampaign) {
    let mut campaign = state::campaign(action.campaign_id);
    let owner = require_owner(&campaign, action.owner, &action);
    let payer = authority::payer(Extension(Some(action.payer)), owner);

    let settings = state::settings();
    validate(&settings, &action.content, action.reward, &action.qualis);
    // A token that is accepted no longer may stay where it is.
    if action.reward.token() != campaign.reward.token() {
        check(campaign.num_batches == 0, Error::RewardTokenFixed);
        check_token(action.reward);
    }

    campaign.content = action.content;
    campaign.paused = action.paused;
    campaign.reward = action.reward;
    campaign.qualis = action.qualis;
    campaign.save(Payer::Account(payer));
}

pub(crate) fn remove(action: RemoveCampaign) {
    let campaign = state::campaign(action.campaign_id);
    require_owner(&campaign, action.owner, &action);

    check(campaign.live_batches == 0, Error::CampaignHasBatches);

    campaign.erase();
}

pub(crate) fn set_owner(action: SetOwner) {
    let mut campaign = state::campaign(action.campaign_id);
    let owner = authority::require_user(campaign.owner, &action);
    let payer = authority::payer(Extension(Some(action.payer)), owner);

    check(action.new_owner.account().is_none_or(is_account), Error::NoSuchAccount);

    campaign.owner = action.new_owner;
    campaign.save(Payer::Account(payer));
}

pub(crate) fn pause(action: Pause) {
    let mut campaign = state::campaign(action.campaign_id);
    authority::require_user(campaign.owner, &action);

    campaign.paused = action.paused;
    campaign.save(Payer::Same);
}

pub(crate) fn set_review(action: SetReview) {
    let mut campaign = state::campaign(action.campaign_id);
    authority::require_user(campaign.owner, &action);

    let arbiter = action.review.arbiter;
    action.review.validate(&state::settings()).or_fail();
    check(arbiter.is_empty() || is_account(arbiter), Error::NoSuchAccount);

    campaign.review = action.review;
    campaign.save(Payer::Same);
}

/// Checks that the owner of the campaign acts here, and is the one that the action names.
fn require_owner(campaign: &Campaign, named: VAddress, action: &impl Signed) -> antelope::Name {
    let owner = authority::require_user(named, action);
    check(named == campaign.owner, Error::NotOwner);
    owner
}

fn validate(
    settings: &Settings,
    content: &Content,
    reward: ExtendedAsset,
    qualis: &[Qualification],
) {
    content.validate(settings.max_content).or_fail();
    if reward.quantity.amount < 0 || !reward.quantity.is_valid() {
        fail(Error::BadReward);
    }
    qualification::validate(qualis).or_fail();
}

/// Checks that the token is on the allow-list.
fn check_token(reward: ExtendedAsset) {
    match state::token(reward.token()) {
        Some(token) if token.accepted => (),
        _ => fail(Error::TokenNotAccepted),
    }
}
