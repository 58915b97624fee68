/**
 * The local stack: everything that the platform needs, as real processes on one machine, without docker or account.
 *
 * <p>Owns: ports, directories, generated secrets and the order of starting. State lives under one directory per stack.
 * The attestation root of a local stack is SIMULATED and its validator set is a DEV set; production refuses both.
 */
@NullMarked
package org.computingpower.local;

import org.jspecify.annotations.NullMarked;
