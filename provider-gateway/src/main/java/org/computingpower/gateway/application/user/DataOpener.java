package org.computingpower.gateway.application.user;

import java.util.Optional;

/** Holds the private key that users seal data to. */
public interface DataOpener {
    /**
     * Opens sealed data; empty if it was not sealed to this key under exactly this associated data.
     *
     * @param encapsulation the encapsulated key
     * @param aad associated data
     * @param ciphertext ciphertext with its tag
     */
    Optional<byte[]> open(byte[] encapsulation, byte[] aad, byte[] ciphertext);
}
