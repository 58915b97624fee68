/**
 * What a provider runs beside its machines. Owns the node key, the HPKE key, the TLS key, the proofs it committed to, the
 * grants it accepted and the workloads it runs; everything else belongs to the platform and is read from it.
 *
 * <p>No topics in, no topics out: it dials out over HTTP, and every statement that counts is signed by the node key.
 *
 * <p>Invariants: a commitment is stored before it is sent, and only its bytes are sent again; an order that is not in the
 * desired state does not run; nothing of an order outlives it; plaintext of sealed data is written to the order's own
 * directory and nowhere else; a statement by a wallet is accepted only from the order's own user.
 */
@NullMarked
package org.computingpower.gateway;

import org.jspecify.annotations.NullMarked;
