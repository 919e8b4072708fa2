//! What a learner sees, whole.
