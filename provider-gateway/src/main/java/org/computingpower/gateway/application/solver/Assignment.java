package org.computingpower.gateway.application.solver;

import org.computingpower.power.ProofParameters;
import org.computingpower.terms.OrderId;

/**
 * What one device of this node has to do in an epoch.
 *
 * @param device index of the device
 * @param orderId the order, or {@link OrderId#NONE}
 * @param parameters the parameters of its puzzle
 */
public record Assignment(int device, OrderId orderId, ProofParameters parameters) {}
