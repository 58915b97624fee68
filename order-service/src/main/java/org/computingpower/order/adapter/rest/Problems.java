package org.computingpower.order.adapter.rest;

import java.util.Map;
import org.computingpower.kit.rest.Problem;
import org.computingpower.order.domain.Refusal;

/** What each refusal is over HTTP; docs/problems.md lists them. */
final class Problems {
    private Problems() {}

    static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.OrderUnknown(var orderId) -> Problem.notFound("No order " + orderId + " of the caller.");
            case Refusal.NodeUnknown(var nodeId) -> Problem.notFound("No node " + nodeId + ".");
            case Refusal.IllegalTransition(var state, String command) ->
                new Problem(
                        "illegal-transition",
                        "Illegal transition",
                        409,
                        "An order in the state " + state + " takes no " + command + ".",
                        Map.of("state", state.name()));
            case Refusal.TooLate(var state, String command) ->
                new Problem(
                        "too-late",
                        "Too late",
                        409,
                        "The time for the " + command + " has passed.",
                        Map.of("state", state.name()));
            case Refusal.WrongSigner(String statement, var expected) ->
                new Problem(
                        "wrong-signer",
                        "Wrong signer",
                        422,
                        "The " + statement + " must be signed by " + expected + " under the market's domain.",
                        Map.of("expected", expected.toString()));
            case Refusal.StatementRefused(String reason) ->
                new Problem("statement-refused", "Statement refused", 422, reason);
            case Refusal.NodeNotReady(String reason) -> Problem.conflict("node-not-ready", "Node not ready", reason);
            case Refusal.WalletNotBound(var address) ->
                new Problem(
                        "wallet-not-bound",
                        "Wallet not bound",
                        422,
                        address + " is not bound to the caller. Bind it first: POST /api/registry/v1/wallets");
            case Refusal.TooManyReservations(int limit) ->
                new Problem(
                        "too-many-reservations",
                        "Too many reservations",
                        409,
                        "At most " + limit
                                + " unfunded orders per account and wallet. Fund or cancel one, or let it expire.",
                        Map.of("limit", limit));
            case Refusal.NodeReserved(var nodeId, var alternatives) ->
                new Problem(
                        "node-reserved",
                        "Node reserved",
                        409,
                        "Another order holds the node " + nodeId + ".",
                        Map.of("alternatives", alternatives));
            case Refusal.NodeNotShared(var nodeId) ->
                new Problem(
                        "node-not-shared",
                        "Node not shared",
                        422,
                        "The node " + nodeId
                                + " keeps no part of its power for the solver beside a tenant. Order it with the mode EXCLUSIVE.");
            case Refusal.NothingMatches(var rejected) ->
                new Problem(
                        "nothing-matches",
                        "Nothing matches",
                        422,
                        "No node fits every constraint; rejected counts the nodes that fail each one.",
                        Map.of("rejected", rejected));
            case Refusal.TermRefused(String reason) -> new Problem("term-refused", "Term refused", 422, reason);
            case Refusal.NoPolicy() ->
                Problem.conflict(
                        "no-policy", "No policy", "No appraisal policy is in effect; nothing can be ordered yet.");
            case Refusal.ReportOutdated(long observed) ->
                new Problem(
                        "report-outdated",
                        "Report outdated",
                        409,
                        "A newer report was taken already.",
                        Map.of("observedGeneration", observed));
            case Refusal.TooManyDeployments(int limit) ->
                new Problem(
                        "too-many-deployments",
                        "Too many deployments",
                        409,
                        "An order takes at most " + limit + " deployments.",
                        Map.of("limit", limit));
        };
    }
}
