/** secp256k1 keys, signatures and recovery, and the sign-in message of wallets. */
@NullMarked
package org.computingpower.terms.key;

import org.jspecify.annotations.NullMarked;
