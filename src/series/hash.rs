//! Maps and sets for what strangers wrote: seeded, and hashed faster than the standard library
//! does. Nothing may depend on their order.

use std::collections::{HashMap, HashSet};

use crate::mail::{MessageId, MsgIdx};

pub(crate) use foldhash::fast::RandomState as Hash;

/// A hash map.
pub(crate) type Map<K, V> = HashMap<K, V, Hash>;

/// A hash set.
pub(super) type Set<T> = HashSet<T, Hash>;

/// Messages by id. It outlives a load and knows all ids, so the better of the two hashes.
pub type Index = HashMap<MessageId, MsgIdx, foldhash::quality::RandomState>;
