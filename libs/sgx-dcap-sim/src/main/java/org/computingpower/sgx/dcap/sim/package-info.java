/**
 * A software PKI of exactly the shape of Intel's, under a root whose name says SIMULATED and NOT INTEL, for machines
 * without SGX and for tests that need what is not found in the wild: revoked platforms, missing configuration, SGX in
 * quotes of version 4 and 5, TDX 1.5Ex. It proves nothing about any machine and never belongs into a production image.
 */
@NullMarked
package org.computingpower.sgx.dcap.sim;

import org.jspecify.annotations.NullMarked;
