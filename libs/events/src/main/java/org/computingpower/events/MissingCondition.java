package org.computingpower.events;

/** Why a node is not listed. A listed node misses nothing. */
public enum MissingCondition {
    /** The attestation facet is not VALID. */
    ATTESTATION,
    /** The stake facet is not SUFFICIENT. */
    STAKE,
    /** The power facet is not RATED. */
    RATING,
    /** A device was measured slower or faster than the model that it claims to be. */
    DEVICE_MODEL,
    /** There is no live offer signed by the provider. */
    OFFER,
    /** An order holds the node. */
    RESERVED,
    /** The provider switched it off for maintenance. */
    MAINTENANCE
}
