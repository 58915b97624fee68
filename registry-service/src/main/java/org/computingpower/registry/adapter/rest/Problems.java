package org.computingpower.registry.adapter.rest;

import java.util.Map;
import org.computingpower.kit.rest.Problem;
import org.computingpower.registry.domain.Outcome;
import org.computingpower.registry.domain.Refusal;

/** What each refusal is over HTTP; docs/problems.md lists them. */
final class Problems {
    private Problems() {}

    /** The value of an outcome that was not refused. */
    static <T> Outcome.Done<T> done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> done;
            case Outcome.Refused<T>(Refusal refusal) -> throw problem(refusal);
        };
    }

    private static Problem problem(Refusal refusal) {
        return switch (refusal) {
            case Refusal.RoleNotHeld(String role) ->
                new Problem("role-not-held", "Role not held", 403, "The token does not hold the role " + role + ".");
            case Refusal.NoAccount(String role) ->
                new Problem(
                        "no-account",
                        "No account",
                        403,
                        "Register an account first: POST /api/registry/v1/accounts. Needed role: " + role);
            case Refusal.SignInRefused(String reason) -> new Problem("sign-in-refused", "Sign-in refused", 422, reason);
            case Refusal.WalletTaken(var address) ->
                Problem.conflict("wallet-taken", "Wallet taken", address + " is bound to another account.");
            case Refusal.WalletNotBound(var address) ->
                new Problem(
                        "wallet-not-bound",
                        "Wallet not bound",
                        422,
                        address + " is not bound to the caller. Bind it first: POST /api/registry/v1/wallets");
            case Refusal.NotAValidator(var address) ->
                new Problem(
                        "not-a-validator", "Not a validator", 422, address + " is not in the market's validator set.");
            case Refusal.PossessionNotProven(var nodeId) ->
                new Problem(
                        "possession-not-proven",
                        "Possession not proven",
                        422,
                        "The node key did not sign the registration of " + nodeId
                                + " for one of the caller's wallets.");
            case Refusal.NodeTaken(var nodeId) ->
                Problem.conflict(
                        "node-taken",
                        "Node taken",
                        nodeId
                                + " is registered already, with another description or by another provider. A new node key is a new node.");
            case Refusal.ModelOfAnotherKind(int device, String model, var known) ->
                new Problem(
                        "model-of-another-kind",
                        "Model of another kind",
                        422,
                        "Device " + device + ": the catalog knows " + model + " as a " + known + ".",
                        Map.of("device", device, "kind", known));
            case Refusal.NodeInUse(var nodeId) ->
                Problem.conflict(
                        "node-in-use",
                        "Node in use",
                        "An open order depends on how " + nodeId
                                + " is rated and shared. Ask again when it is closed.");
            case Refusal.RatingTooSoon(long nextEpoch) ->
                new Problem(
                        "rating-too-soon",
                        "Rating too soon",
                        429,
                        "The node was to be rated anew a short while ago. Ask again in epoch " + nextEpoch + ".",
                        Map.of("nextEpoch", nextEpoch));
            case Refusal.NodeUnknown(var nodeId) -> Problem.notFound("No node " + nodeId + " of the caller.");
            case Refusal.OfferRefused(String reason) -> new Problem("offer-refused", "Offer refused", 422, reason);
            case Refusal.WrongVersion(long expected, long found) ->
                new Problem(
                        "wrong-version",
                        "Wrong version",
                        409,
                        "Version " + expected + " is next, not " + found + ".",
                        Map.of("expectedVersion", expected));
            case Refusal.NoQuorum(int valid, int threshold) ->
                new Problem(
                        "no-quorum",
                        "No quorum",
                        422,
                        valid + " valid signatures of validators, " + threshold + " are needed.",
                        Map.of("validSignatures", valid, "threshold", threshold));
            case Refusal.Malformed(String reason) -> Problem.invalid(reason);
        };
    }
}
