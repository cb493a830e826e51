//! Business rules of Haberdash.
