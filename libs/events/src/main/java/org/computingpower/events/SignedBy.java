package org.computingpower.events;

import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;

/**
 * One signature of a list, with the address it must recover to. A reader recovers and compares; it never trusts the
 * address alone.
 *
 * @param signer the address that signed
 * @param signature 65 bytes over the statement the list belongs to
 */
public record SignedBy(Address signer, Signature signature) {}
