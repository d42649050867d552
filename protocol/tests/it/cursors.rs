//! How far workers have got, where that goes back.

use antelope::table::composite;
use protocol::force::batch::batch_key;

use crate::world::World;

const MAX_TASK_TIME: u32 = 10;

/// A worker is moved back from the second batch, and then from a task of the first one. He meets that task again, fresh,
/// since his part in it has become another's.
#[test]
fn who_is_moved_back_across_batches_meets_the_earlier_task_again() {
    let (alice, bob, carol) = (0, 1, 2);
    let mut world = World::new(0);
    world.make_campaign(MAX_TASK_TIME, 0);
    for (batch, repetitions, tasks) in [(0, 3, 2), (1, 2, 1)] {
        world.make_batch(0, repetitions).unwrap();
        world.publish(batch_key(0, batch), tasks).unwrap();
    }
    let held = |world: &World, worker| world.reservation_of(0, worker).unwrap().task_idx;
    let done = |world: &mut World, worker| {
        world.reserve(0, worker).unwrap();
        world.submit(0, worker).unwrap();
    };

    // Bob holds the task of the second batch too long, and gave one back on the way.
    done(&mut world, bob);
    world.reserve(0, bob).unwrap();
    world.release(0, bob).unwrap();
    world.reserve(0, bob).unwrap();
    assert_eq!(held(&world, bob), 2);
    world.now += MAX_TASK_TIME;

    // Carol gives one back too, does Bob's, and takes over what he held last: he is moved back.
    done(&mut world, carol);
    world.reserve(0, carol).unwrap();
    world.release(0, carol).unwrap();
    world.reserve(0, carol).unwrap();
    assert_eq!(held(&world, carol), 1);
    world.submit(0, carol).unwrap();
    world.reserve(0, carol).unwrap();
    assert_eq!((held(&world, carol), world.reservation_of(0, bob)), (2, None));

    // Bob gets what Carol gave back, and holds it too long: Alice takes it over, and he is moved back again.
    world.reserve(0, bob).unwrap();
    assert_eq!(held(&world, bob), 1);
    done(&mut world, alice);
    world.now += MAX_TASK_TIME;
    world.reserve(0, alice).unwrap();
    assert_eq!(held(&world, alice), 1);
    assert_eq!(world.cursors[&composite(bob, 0)].value, 0);

    world.reserve(0, bob).unwrap();
    assert_eq!(held(&world, bob), 1, "the third to take part in it is he");
    world.check();
}
