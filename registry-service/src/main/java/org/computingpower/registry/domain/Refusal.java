package org.computingpower.registry.domain;

import org.computingpower.events.DeviceKind;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;

/** Why the registry does not do what was asked. The edge decides which answer each one is. */
public sealed interface Refusal {

    /** The caller's token does not hold the role that the account would have. */
    record RoleNotHeld(String role) implements Refusal {}

    /** The caller has no account yet, or none of the needed role. */
    record NoAccount(String role) implements Refusal {}

    /** The sign-in message is malformed, foreign, expired, replayed or not signed by its address. */
    record SignInRefused(String reason) implements Refusal {}

    /** The wallet is bound to somebody else. */
    record WalletTaken(Address address) implements Refusal {}

    /** The wallet is not one of the caller's. */
    record WalletNotBound(Address address) implements Refusal {}

    /** The address is no member of the market's validator set. */
    record NotAValidator(Address address) implements Refusal {}

    /** The node key's owner did not sign this registration. */
    record PossessionNotProven(NodeId nodeId) implements Refusal {}

    /** The node key is registered already, by somebody else or with another description. */
    record NodeTaken(NodeId nodeId) implements Refusal {}

    /** The device catalog knows the model of a device as another kind of processor. */
    record ModelOfAnotherKind(int device, String model, DeviceKind known) implements Refusal {}

    /** An order that is not closed depends on the node's devices, ratings and shared part. */
    record NodeInUse(NodeId nodeId) implements Refusal {}

    /** The last request for a rating is too young; another one counts from that epoch on. */
    record RatingTooSoon(long nextEpoch) implements Refusal {}

    /** There is no such node, or the caller may not know of it. */
    record NodeUnknown(NodeId nodeId) implements Refusal {}

    /** The offer contradicts the node or is not signed by the provider's wallet. */
    record OfferRefused(String reason) implements Refusal {}

    /** The offer's or policy's version is not the next one. */
    record WrongVersion(long expected, long found) implements Refusal {}

    /** The policy lacks valid signatures of a quorum. */
    record NoQuorum(int valid, int threshold) implements Refusal {}

    /** The request breaks a rule of its form. */
    record Malformed(String reason) implements Refusal {}
}
