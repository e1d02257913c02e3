//! Maps and sets for what strangers wrote: seeded, and hashed faster than the standard library
//! does. Nothing may depend on their order.

use std::collections::{HashMap, HashSet};

pub(super) use foldhash::fast::RandomState as Hash;

/// A hash map.
pub(super) type Map<K, V> = HashMap<K, V, Hash>;

/// A hash set.
pub(super) type Set<T> = HashSet<T, Hash>;
