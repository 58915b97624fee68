/**
 * The puzzle: byte layouts, parameters, target, share check and the interface of puzzle kinds.
 *
 * <p>This library depends on nothing but the JDK, so that a node, a validator or an auditor of another market can take
 * it alone. {@link org.computingpower.power.Hash32} and {@link org.computingpower.power.round.ValidatorAddress} are
 * therefore types of its own beside {@code Bytes32} and {@code Address} of market-terms, which brings Ethereum's
 * hashing, keys and JSON. Services convert at one place each ({@code Hashes} in challenge-service).
 */
@NullMarked
package org.computingpower.power;

import org.jspecify.annotations.NullMarked;
