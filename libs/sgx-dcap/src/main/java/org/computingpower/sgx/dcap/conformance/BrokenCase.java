package org.computingpower.sgx.dcap.conformance;

/**
 * An element of an index that lacks what a case needs.
 *
 * @param id its id or position
 * @param expected the expected status, empty if unknown
 * @param defect what is wrong
 */
record BrokenCase(String id, String expected, String defect) implements IndexedCase {}
