//! Content of campaigns and batches: of a known kind, and not too long.

use antelope::Extension;
use protocol::force::{Error, actions::MakeBatch, campaign::Content};
use tests::World;

/// Content at its limit is accepted, one byte more is not; nor is another kind.
#[tokio::test]
async fn over_long_content_and_unknown_kinds_are_refused() {
    let world = World::new().await;
    let most = world.force.settings().await.unwrap().unwrap().max_content as usize;
    let mut terms = world.terms("1.0000");
    terms.content = Content::ipfs("c".repeat(most));
    let campaign_id = world.campaign(terms).await.unwrap();
    let batch = |id, content| MakeBatch {
        id,
        campaign_id,
        content,
        repetitions: 1,
        payer: world.requester,
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(world.requester, &batch(0, Content::ipfs("b".repeat(most)))).await.unwrap();
    for (content, error) in [
        (Content::ipfs("c".repeat(most + 1)), Error::ContentTooLong),
        // Bytes count, not letters.
        (Content::ipfs("é".repeat(most / 2 + 1)), Error::ContentTooLong),
        (Content::ipfs("c".repeat(20_000)), Error::ContentTooLong),
        (Content { kind: 1, address: "c".into() }, Error::BadContent),
        (Content { kind: u8::MAX, address: String::new() }, Error::BadContent),
    ] {
        let mut terms = world.terms("1.0000");
        terms.content = content.clone();
        world.refuses(error, world.campaign(terms)).await;
        let edited = world.edit(campaign_id, |edit| edit.content = content.clone());
        world.refuses(error, edited).await;
        let made = batch(1, content);
        world.refuses(error, world.push(world.requester, &made)).await;
    }
    world.finish().await;
}
