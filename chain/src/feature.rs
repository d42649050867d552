//! Protocol features: changes of the rules that a chain switches on.
//!
//! What each changes is in the code that asks for it.

use antelope::{Checksum256, Pack, Unpack};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $text:literal $digest:literal;)*) => {
        /// A protocol feature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Feature {
            $($(#[$doc])* $name,)*
        }

        impl Feature {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The feature's name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The feature's digest, by which contracts name it.
            pub fn digest(self) -> Checksum256 {
                let text = match self { $(Self::$name => $digest,)* };
                text.parse().expect("each digest of the list is hexadecimal")
            }
        }
    };
}

features! {
    /// Contracts can switch features on.
    PreactivateFeature = "PREACTIVATE_FEATURE" "0ec7e080177b2c02b278d5088611686b49d739925a92d9bfcacd7fc6b74053bd";
    /// Links only to permissions of the account.
    OnlyLinkToExistingPermission = "ONLY_LINK_TO_EXISTING_PERMISSION" "1a99a59d87e06e09ec5b028a9cbb7749b4a5ad8819004365d02dc4379a8b7241";
    /// `setcode` reaches the system contract.
    ForwardSetcode = "FORWARD_SETCODE" "2652f5f96006294109b3dd0bbde63693f55324af452b799ee137a81a905eed25";
    /// Blocks with several signatures.
    WtmsigBlockSignatures = "WTMSIG_BLOCK_SIGNATURES" "299dcb6af692324b899b39f16d5a530a33062804e41f09dc97e9f156b4476707";
    /// Contracts see the block's number.
    GetBlockNum = "GET_BLOCK_NUM" "35c2186cc36f7bb4aeaf4487b36e57039ccf45a9136aa856a5d569ecca55ef2b";
    /// A replaced deferred transaction returns its RAM.
    ReplaceDeferred = "REPLACE_DEFERRED" "ef43112c6543b88db2283a2e077278c315ae2c84719a8b25f25cc88565fbea99";
    /// RAM of others only with their authority, and not in notifications.
    RamRestrictions = "RAM_RESTRICTIONS" "4e7bf348da00a945489b2a681749eb56f5de00b900014e137ddae39f48f69d67";
    /// Keys of WebAuthn.
    WebauthnKey = "WEBAUTHN_KEY" "4fca8bd82bbd181e714e283f83e1b45d95ca5af40fb89ad3977b653c448f78c2";
    /// Parameters by number.
    BlockchainParameters = "BLOCKCHAIN_PARAMETERS" "5443fcf88330c586bc0e5f3dee10e7f63c76c00249c87fe4fbf7f38c082006b4";
    /// A schedule has a producer.
    DisallowEmptyProducerSchedule = "DISALLOW_EMPTY_PRODUCER_SCHEDULE" "68dcaa34c0517d19666e6b33add67351d8c5f69e999ca1e37931bc410a297428";
    /// Building blocks of cryptography.
    CryptoPrimitives = "CRYPTO_PRIMITIVES" "6bcb40a24e49c26d0a60513b6aeb8551d264e4717f306b81a37a5afb3b47cedc";
    /// The first authorizer pays for NET and CPU.
    OnlyBillFirstAuthorizer = "ONLY_BILL_FIRST_AUTHORIZER" "8ba52fe7a3956c5cd3a656a3174b931d3bb2abb45578befc59f283ecd816a405";
    /// Actions to itself need a contract's authority like others.
    RestrictActionToSelf = "RESTRICT_ACTION_TO_SELF" "ad9e3d8f650687709fd68f4b90b41f7d825a365b02c23a636cef88ac2ac00c43";
    /// Contracts see the hashes of code.
    GetCodeHash = "GET_CODE_HASH" "bcd2a26394b36614fd4894241d3c451ab0f6fd110958c3423073621a70826e99";
    /// Actions return values.
    ActionReturnValue = "ACTION_RETURN_VALUE" "c3a6138c5061cf291310887c0b5c71fcaffeab90d5deb50d3b9e687cead45071";
    /// Limits of code can be changed.
    ConfigurableWasmLimits2 = "CONFIGURABLE_WASM_LIMITS2" "d528b9f6e9693f45ed277af93474fd473ce7d831dae2180cca35d907bd10cb40";
    /// Links to a contract's actions that are named as native ones.
    FixLinkauthRestriction = "FIX_LINKAUTH_RESTRICTION" "e0fb64b1085cc5538970158d05a009c24e276fb94e1a0bf6a528b48fbc4ff526";
    /// Contracts see who sent an inline action.
    GetSender = "GET_SENDER" "f0af56d2c5a48d60a4a5b5c903edfb7db3a736a94ed589d0b797df33ff9d3e1d";
    /// No two deferred transactions with one id.
    NoDuplicateDeferredId = "NO_DUPLICATE_DEFERRED_ID" "4a90c00d55454dc5b059055ca213579c6ea856967712a56017487886a4d4cc0f";
    /// BLS12-381.
    BlsPrimitives = "BLS_PRIMITIVES2" "63320dd4a58212e4d32d1f58926b73ca33a247326c2a5e9fd39268d2384e011a";
    /// Nothing is deferred any more.
    DisableDeferredStage1 = "DISABLE_DEFERRED_TRXS_STAGE_1" "fce57d2331667353a0eac6b4209b67b843a7262a848af0a49a6e2fa9f6584eb4";
    /// Nothing deferred is left.
    DisableDeferredStage2 = "DISABLE_DEFERRED_TRXS_STAGE_2" "09e86cb0accf8d81c9e85d34bea4b925ae936626d00c984e4691186891f5bc16";
}

impl Feature {
    /// The feature with this digest.
    pub fn of_digest(digest: &Checksum256) -> Option<Self> {
        Self::ALL.iter().copied().find(|feature| feature.digest() == *digest)
    }
}

/// A set of protocol features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Features(u64);

impl Features {
    /// Every feature.
    pub fn all() -> Self {
        Feature::ALL.iter().copied().collect()
    }

    /// Whether the feature is in the set.
    pub const fn contains(self, feature: Feature) -> bool {
        self.0 & 1 << feature as u32 != 0
    }

    /// Adds a feature.
    pub const fn insert(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u32;
    }

    /// Adds all of another set.
    pub const fn insert_all(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// The features in the set.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.iter().copied().filter(move |feature| self.contains(*feature))
    }
}

impl FromIterator<Feature> for Features {
    fn from_iter<I: IntoIterator<Item = Feature>>(features: I) -> Self {
        let mut set = Self::default();
        features.into_iter().for_each(|feature| set.insert(feature));
        set
    }
}
