//! `personal_sign`: what browser wallets offer.

use antelope::Checksum256;
use protocol::{
    signed::{Error, Method, Terms},
    vaccount::actions::Withdraw,
};
use sdk::{
    LocalSigner,
    signer::{KeyHolder, SigningRequest, SoftwareCrypto},
};
use tests::{World, key_holders::key};

use super::{funded, payout, reserve, transfer, withdrawal};

/// What a wallet does with a text: the prefix and the length before it, Keccak, a signature of r, s and v.
fn wallet_signs(text: &str) -> [u8; 65] {
    use antelope::Crypto;
    let message = format!("\x19Ethereum Signed Message:\n{}{text}", text.len());
    let digest = SoftwareCrypto.keccak256(message.as_bytes());
    let antelope::Signature::K1(signature) = key().sign_digest(&digest).unwrap() else {
        panic!("not K1")
    };
    let mut bytes = [0; 65];
    bytes[..64].copy_from_slice(&signature[1..]);
    bytes[64] = signature[0] - 31 + 27;
    bytes
}

async fn terms(world: &World) -> Terms {
    let terms = world.terms_of::<Withdraw>(world.vaccount.account()).await;
    Terms { method: Method::PersonalSign as u8, ..terms }
}

#[tokio::test]
async fn a_wallets_signature_over_the_text_counts() {
    let world = funded().await;
    let terms = terms(&world).await;
    let action = withdrawal(&world, world.requester, "50.0000");
    let request = SigningRequest::new(action, terms).unwrap();
    let text = request.text().to_owned();
    let (requester, vaccount, relayer) =
        (world.requester, world.vaccount.account(), world.stranger);
    let token = world.token.contract;
    let begin = format!(
        "Effect Network\naction: withdraw\namount: 50.0000 EFX@{token}\nto: {requester}\n\
         relayer: {relayer}\ncontract: {vaccount}\nchain: {}\nnonce: 0\n",
        terms.chain_id
    );
    assert!(text.starts_with(&begin), "{text}");
    let signed = request.complete_with_ethereum(&wallet_signs(&text)).unwrap();
    world.push_spending(&signed).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, tests::efx("450.0000"));
    world.refuses(Error::NonceUsed, world.push_spending(&signed)).await;
    world.finish().await;
}

/// A wallet asked to sign a digest, or a text to be taken for a digest: each way signs something else.
#[tokio::test]
async fn the_method_is_signed() {
    let world = funded().await;
    let personal = terms(&world).await;
    let digest = Terms { method: Method::Digest as u8, ..personal };
    for (signed_under, brought_under) in [(personal, digest), (digest, personal)] {
        let action = withdrawal(&world, world.requester, "50.0000");
        let mut signed = tests::key_holders::sign_with(&key(), action, signed_under);
        signed.terms = Some(brought_under).into();
        world.refuses(Error::Invalid, world.push_spending(&signed)).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn an_unknown_method_is_refused() {
    let world = funded().await;
    let signed = world.signed_spending(withdrawal(&world, world.requester, "50.0000")).await;
    for method in [2, 3, 255] {
        let mut unknown = signed.clone();
        if let Some(Some(terms)) = &mut unknown.terms.0 {
            terms.method = method;
        }
        world.refuses(Error::UnknownMethod, world.push_spending(&unknown)).await;
    }
    world.finish().await;
}

/// Every kind of action can be signed as a text.
#[tokio::test]
async fn a_wallet_works_as_well_as_a_key() {
    let world = funded().await;
    let key: LocalSigner = key();
    let user = KeyHolder::new(&key).unwrap().with_personal_sign();
    let relayer = world.stranger;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let reserved = world.force.signed(&user, relayer, reserve(&world, campaign)).await.unwrap();
    world.push(relayer, &reserved).await.unwrap();
    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let mut submission = world.submission(world.key_holder, task);
    submission.payer = relayer.into();
    let submitted = world.force.signed(&user, relayer, submission).await.unwrap();
    world.push(relayer, &submitted).await.unwrap();
    world.pass(2).await;
    world.open_row_of_relayer().await;
    let payment = world.force.payments_for(batch, world.key_holder).await.unwrap()[0];
    let mut cash = payout(payment.id);
    cash.fee = Some(world.amount(tests::efx("0.1000"))).into();
    let cashed = world.force.signed(&user, relayer, cash).await.unwrap();
    world.push(relayer, &cashed).await.unwrap();
    let moved = transfer(&world, world.alice.id, "2.9000");
    let moved = world.vaccount.signed(&user, relayer, world.key_holder, moved).await.unwrap();
    world.push_spending(&moved).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, tests::efx("500.0000"));
    world.finish().await;
}

/// The text shows what moves; a relayer cannot have another text signed and bring this action.
#[tokio::test]
async fn what_is_shown_is_what_is_done() {
    let world = funded().await;
    let terms = terms(&world).await;
    let shown = SigningRequest::new(withdrawal(&world, world.requester, "1.0000"), terms).unwrap();
    let done = SigningRequest::new(withdrawal(&world, world.requester, "500.0000"), terms).unwrap();
    assert_ne!(shown.text(), done.text());
    let signature = wallet_signs(shown.text());
    let brought = done.complete_with_ethereum(&signature).unwrap();
    world.refuses(Error::Invalid, world.push_spending(&brought)).await;
    let chain = terms.chain_id;
    assert_ne!(chain, Checksum256::default());
    world.finish().await;
}
