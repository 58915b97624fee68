package org.computingpower.gateway.application.solver;

import java.time.Instant;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.Reveal;

/**
 * Everything the node will ever say about one challenge. Made once, stored durably, then sent as often as needed: always
 * these very bytes, because two different commitments for one challenge are evidence of fraud.
 *
 * @param commit the commitment
 * @param commitSignature the node key's signature over it
 * @param reveal the opening
 * @param nonces the coded nonces that it hashes
 * @param revealSignature the node key's signature over the opening
 * @param commitUntil by this node's clock, when sending the commitment is pointless
 * @param revealUntil by this node's clock, when sending the opening is pointless
 */
public record Proof(
        Commit commit,
        Signature commitSignature,
        Reveal reveal,
        Blob nonces,
        Signature revealSignature,
        Instant commitUntil,
        Instant revealUntil) {}
