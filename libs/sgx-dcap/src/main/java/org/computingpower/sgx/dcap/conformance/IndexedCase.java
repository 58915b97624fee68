package org.computingpower.sgx.dcap.conformance;

/** What one element of an index says: a case that can be run, or why it cannot. */
sealed interface IndexedCase permits ConformanceCase, BrokenCase {}
