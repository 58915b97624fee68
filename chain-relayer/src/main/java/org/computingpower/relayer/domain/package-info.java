/**
 * Rules of the relayer as pure functions: fees, nonces, finality, common ancestors, gaps and the policy before the
 * signer. JDK and the value types of market-terms only.
 */
@NullMarked
package org.computingpower.relayer.domain;

import org.jspecify.annotations.NullMarked;
