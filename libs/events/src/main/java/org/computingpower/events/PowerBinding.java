package org.computingpower.events;

/** What ties a proof of power to the node's own device. Every view of a node states it. */
public enum PowerBinding {
    /** The holder of the node key obtained the shares; by which device is not shown. All nodes of today. */
    KEY_ONLY,
    /** The solver runs inside an attested enclave whose measurement the policy names. Not implemented. */
    IN_ENCLAVE,
    /** The GPU itself attested the solver. Not implemented. */
    GPU_ATTESTED
}
