package org.computingpower.power.proof;

import org.computingpower.power.Hash32;
import org.computingpower.power.proof.NonceCoding.CodingFault;

/**
 * Why a commit or reveal is not taken into account. A refusal never changes a verdict, and the sender may try again
 * until the deadline: otherwise a stranger could harm a node.
 */
public sealed interface Refusal {

    /** There is no valid signature of any node key. */
    record Unsigned() implements Refusal {}

    /** The signature is another node's. */
    record ForeignSigner(Hash32 expectedNodeId, Hash32 signerNodeId) implements Refusal {}

    /** The message names another challenge. */
    record OtherChallenge(Hash32 expected, Hash32 actual) implements Refusal {}

    /** The commit claims more shares than the parameters allow. */
    record TooManyShares(int maxShares, int claimed) implements Refusal {}

    /** The reveal holds another number of nonces than the commit claims. */
    record CountMismatch(int committed, int revealed) implements Refusal {}

    /** The reveal's bytes are not the coding of the committed number of nonces. */
    record BadCoding(CodingFault fault) implements Refusal {}

    /** The revealed nonces have another root than the signed commit. */
    record RootMismatch(Hash32 committed, Hash32 rebuilt) implements Refusal {}

    /** The leaf offered as evidence is not under the root of the signed commit. */
    record LeafNotCommitted(int leafIndex) implements Refusal {}

    /** The committed leaves offered as evidence hold nothing wrong. */
    record NothingWrong() implements Refusal {}
}
