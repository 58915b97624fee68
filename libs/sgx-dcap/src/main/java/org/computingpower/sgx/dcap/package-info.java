/**
 * Verification and appraisal of Intel SGX and TDX DCAP quotes in pure Java.
 *
 * <p>Three steps, each a pure function without I/O and without a clock:
 *
 * <ol>
 *   <li>{@link org.computingpower.sgx.dcap.parse}: bytes to immutable records, bounded, nothing trusted;
 *   <li>{@link org.computingpower.sgx.dcap.collateral} and {@link org.computingpower.sgx.dcap.verify}: signatures,
 *       revocation, validity windows and the TCB level, with the result codes of Intel's quote verification library;
 *   <li>{@link org.computingpower.sgx.dcap.appraise}: what a relying party accepts, one named check per rule.
 * </ol>
 */
@NullMarked
package org.computingpower.sgx.dcap;

import org.jspecify.annotations.NullMarked;
