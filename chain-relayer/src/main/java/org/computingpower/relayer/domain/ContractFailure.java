package org.computingpower.relayer.domain;

/** Why a contract refuses a call, told by its custom error. */
public sealed interface ContractFailure {

    /** The contract's own words, for the operator. */
    String reason();

    /**
     * The state may still change so that the call goes through: an earlier record is on its way, the contract is paused.
     *
     * @param reason error name and arguments
     */
    record NotYet(String reason) implements ContractFailure {}

    /**
     * What the call would say has been said, or something newer.
     *
     * @param reason error name and arguments
     */
    record Superseded(String reason) implements ContractFailure {}

    /**
     * The call can never go through: signatures, set version or contents are wrong.
     *
     * @param reason error name and arguments
     */
    record Invalid(String reason) implements ContractFailure {}
}
