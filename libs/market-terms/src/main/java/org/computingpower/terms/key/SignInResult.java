package org.computingpower.terms.key;

import org.computingpower.terms.Address;

/** What a signed {@link SignInMessage} proves. */
public sealed interface SignInResult {

    /** The wallet of this address signed in. */
    record SignedIn(Address address) implements SignInResult {}

    /** Nothing is proven. */
    record Refused(Reason reason) implements SignInResult {}

    /** Why nothing is proven. */
    enum Reason {
        /** Meant for another domain or resource: a phished signature. */
        OTHER_SITE,
        /** Meant for another chain. */
        OTHER_CHAIN,
        /** Not the nonce that was issued. */
        OTHER_NONCE,
        /** Issued in the future. */
        NOT_YET_VALID,
        /** Its time is over. */
        EXPIRED,
        /** Another key signed it. */
        OTHER_SIGNER
    }
}
