package org.computingpower.gateway.application.orders;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.jspecify.annotations.Nullable;

/**
 * An order that this node has to serve, as order-service says.
 *
 * @param orderId the order
 * @param state its state
 * @param generation generation of the deployment; 0 before the first
 * @param url where the application's YAML is
 * @param sha256 SHA-256 of the YAML
 * @param user the user's wallet
 * @param dataProtection what confidentiality means here
 * @param endsAtEpoch first epoch after the term
 * @param mode EXCLUSIVE, or SHARED if the tenant runs beside the solver
 */
public record DesiredOrder(
        OrderId orderId,
        String state,
        long generation,
        @Nullable String url,
        @Nullable Bytes32 sha256,
        Address user,
        DataProtection dataProtection,
        long endsAtEpoch,
        Mode mode) {}
