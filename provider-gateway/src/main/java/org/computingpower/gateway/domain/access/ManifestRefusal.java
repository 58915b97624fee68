package org.computingpower.gateway.domain.access;

import org.computingpower.terms.Bytes32;

/** Why sealed data is not taken. */
public sealed interface ManifestRefusal {
    /** No such order runs here, or the signer is not its user. */
    record NotYours() implements ManifestRefusal {}

    /** The manifest names another quote than the current one. */
    record OtherQuote(Bytes32 current) implements ManifestRefusal {}

    /** There is no quote yet that data could be sealed to. */
    record NoQuote() implements ManifestRefusal {}

    /** The number is not the next. */
    record OutOfSequence(long expected) implements ManifestRefusal {}

    /** The ciphertext is not the manifest's. */
    record OtherCiphertext() implements ManifestRefusal {}

    /** The ciphertext or the order's data as a whole are too large. */
    record TooLarge(long maxBytes) implements ManifestRefusal {}

    /** It does not open: not sealed to this key for this order and quote. */
    record NotOpened() implements ManifestRefusal {}
}
