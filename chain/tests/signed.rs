//! Transactions from outside: signatures, reference blocks, expiration, duplicates.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{
    Name, PackedAction, PackedTransaction, PermissionLevel, PublicKey, Signature,
    SignedTransaction, TimePointSec, Transaction, VarUint32, name, transaction::Compression,
};
use chain::{Chain, Config, Exception, exception, state::Block};
use k256::ecdsa::SigningKey;

const ALICE: Name = name!("alice");

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn public(key: &SigningKey) -> PublicKey {
    let point = key.verifying_key().to_encoded_point(true);
    PublicKey::K1(point.as_bytes().try_into().unwrap())
}

/// A chain on which `alice` is whoever has the key 1.
fn chain() -> Chain {
    let mut chain = Chain::new(Config { key: public(&key(1)), ..Config::default() });
    chain.create_account(ALICE).unwrap();
    chain.produce_block();
    chain
}

/// A transaction of one action that does nothing, good for half a minute.
fn transaction(chain: &Chain) -> Transaction {
    let head = chain.head();
    Transaction {
        expiration: TimePointSec(TimePointSec::from(chain.now()).0 + 30),
        ref_block_num: head.number as u16,
        ref_block_prefix: Block::reference_prefix(&head.id),
        actions: vec![PackedAction {
            account: ALICE,
            name: name!("any"),
            authorization: vec![PermissionLevel::active(ALICE)],
            data: Vec::new(),
        }],
        ..Transaction::default()
    }
}

/// Signs with each key. The chain wants halves of 255 bits, so the limit of NET is turned until they are.
fn sign(chain: &Chain, mut transaction: Transaction, keys: &[SigningKey]) -> SignedTransaction {
    for words in 1000.. {
        transaction.max_net_usage_words = VarUint32(words);
        let digest = transaction.signing_digest(&chain.id(), &[]);
        let signatures: Vec<_> = keys.iter().filter_map(|key| signature(key, &digest.0)).collect();
        if signatures.len() == keys.len() {
            return SignedTransaction { transaction, signatures, context_free_data: Vec::new() };
        }
    }
    unreachable!("one in four digests has such a signature")
}

fn signature(key: &SigningKey, digest: &[u8; 32]) -> Option<Signature> {
    let (signature, recovery) = key.sign_prehash_recoverable(digest).unwrap();
    let mut bytes = [0; 65];
    bytes[0] = 31 + recovery.to_byte();
    bytes[1..].copy_from_slice(&signature.to_bytes());
    (bytes[1] < 0x80 && bytes[33] < 0x80).then_some(Signature::K1(bytes))
}

#[track_caller]
fn refused(chain: &mut Chain, signed: SignedTransaction, exception: &Exception) {
    let failure = chain.push_signed(signed).unwrap_err();
    assert_eq!(failure.error.exception(), exception, "{}", failure.error);
}

#[test]
fn a_signed_transaction_runs_once() {
    let mut chain = chain();
    let signed = sign(&chain, transaction(&chain), &[key(1)]);
    let trace = chain.push_signed(signed.clone()).unwrap();
    assert_eq!(trace.id, signed.transaction.id());
    refused(&mut chain, signed.clone(), exception::TX_DUPLICATE);
    chain.advance(60);
    refused(&mut chain, signed, exception::EXPIRED_TX);
}

#[test]
fn net_is_that_of_the_packed_transaction() {
    let mut chain = chain();
    let signed = sign(&chain, transaction(&chain), &[key(1)]);
    let packed = antelope::pack(&signed.transaction).len() as u64;
    let trace = chain.push_signed(signed).unwrap();
    // 12 for each transaction, 16 for its form, a fifth of the 67 bytes of signatures; in words of eight.
    assert_eq!(trace.net_usage, (12 + 16 + packed + 14).next_multiple_of(8));
}

#[test]
fn net_is_that_of_the_bytes_as_they_came() {
    let mut chain = chain();
    let signed = sign(&chain, transaction(&chain), &[key(1)]);
    let compressed = PackedTransaction {
        compression: Compression::Zlib,
        packed_trx: vec![0; 47],
        ..PackedTransaction::from(&signed)
    };
    let trace = chain.push_compressed(compressed, signed, [public(&key(1))].into()).unwrap();
    // As a node bills an action of a thousand zeros: 12 + 16 + 47 + 14, in words of eight.
    assert_eq!(trace.net_usage, 96);
}

#[test]
fn signatures_are_limited_before_they_are_looked_at() {
    let mut chain = chain();
    let mut signed = sign(&chain, transaction(&chain), &[key(1)]);
    signed.signatures = vec![signed.signatures[0].clone(); 2000];
    let failure = chain.push_signed(signed).unwrap_err();
    let message = "transaction signature verification executed for too long 300000us";
    assert_eq!(failure.error.message(), message);
}

#[test]
fn the_first_blocks_place_is_a_reference_until_there_is_such_a_block() {
    let mut chain = chain();
    let zero = Transaction { ref_block_num: 0, ref_block_prefix: 0, ..transaction(&chain) };
    let zero = sign(&chain, zero, &[key(1)]);
    chain.push_signed(zero).unwrap();
}

#[test]
fn every_key_is_needed_and_none_is_left_over() {
    let mut chain = chain();
    let none = sign(&chain, transaction(&chain), &[]);
    refused(&mut chain, none, exception::UNSATISFIED_AUTHORIZATION);
    let other = sign(&chain, transaction(&chain), &[key(2)]);
    refused(&mut chain, other, exception::UNSATISFIED_AUTHORIZATION);
    let both = sign(&chain, transaction(&chain), &[key(1), key(2)]);
    refused(&mut chain, both, exception::TX_IRRELEVANT_SIG);
    let twice = sign(&chain, transaction(&chain), &[key(1), key(1)]);
    refused(&mut chain, twice, exception::TX_DUPLICATE_SIG);
}

#[test]
fn a_transaction_belongs_to_a_chain_and_a_time() {
    let mut chain = chain();
    let elsewhere = Transaction { ref_block_prefix: 1, ..transaction(&chain) };
    let elsewhere = sign(&chain, elsewhere, &[key(1)]);
    refused(&mut chain, elsewhere, exception::INVALID_REF_BLOCK);
    let mut late = transaction(&chain);
    late.expiration.0 += 3600;
    let late = sign(&chain, late, &[key(1)]);
    refused(&mut chain, late, exception::TX_EXP_TOO_FAR);
    let delayed = Transaction { delay_sec: VarUint32(1), ..transaction(&chain) };
    let delayed = sign(&chain, delayed, &[key(1)]);
    refused(&mut chain, delayed, exception::TRANSACTION);
}

#[test]
fn a_transaction_has_an_authorization() {
    let mut chain = chain();
    let mut unauthorized = transaction(&chain);
    unauthorized.actions[0].authorization.clear();
    let unauthorized = sign(&chain, unauthorized, &[]);
    refused(&mut chain, unauthorized, exception::TX_NO_AUTHS);
    let empty = Transaction { actions: Vec::new(), ..transaction(&chain) };
    let empty = sign(&chain, empty, &[]);
    refused(&mut chain, empty, exception::TX_NO_AUTHS);
}
