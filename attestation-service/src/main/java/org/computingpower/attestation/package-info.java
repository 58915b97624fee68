/**
 * One validator's judgment of nodes. Owns its evidence, collateral, claims and verdicts.
 *
 * <p>Topics in: attestation.evidence.v1, registry.nodes.v1, registry.policies.v1, chain.heads.v1, chain.facts.v1. Topics
 * out: attestation.evidence.v1 (what this validator received), attestation.verdicts.v1 (what it says).
 *
 * <p>Invariants: a block counts once per node; an evidence is judged and signed once; one policy document is signed per
 * version; nothing is accepted without collateral that verifies now; a rejection names every check that failed.
 */
@NullMarked
package org.computingpower.attestation;

import org.jspecify.annotations.NullMarked;
