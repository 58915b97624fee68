package org.computingpower.cli.http;

/** What a person can do after a refusal, in commands. */
public final class NextSteps {
    private NextSteps() {}

    /** Advice for a refusal; empty if its detail says it all. */
    public static String after(ApiRefusal refusal) {
        return switch (refusal.slug()) {
            case "unauthorized" -> "Log in: cpctl login";
            case "forbidden", "role-not-held" ->
                "Log in with a client that holds the needed role: cpctl login --client-id ID";
            case "no-account" -> "Register an account: cpctl account register --role ROLE";
            case "wallet-not-bound" -> "Bind this wallet: cpctl wallet bind";
            case "wallet-taken" -> "Use another wallet: cpctl --wallet NAME wallet create";
            case "sign-in-refused" -> "Run the command again: it asks for a new nonce.";
            case "node-taken" -> "Check the node key of the gateway; a new node key is a new node.";
            case "model-of-another-kind" -> "Look at the known models: cpctl power models";
            case "node-in-use" ->
                "Keep new orders away (cpctl node maintenance NODE on) and ask again when it is free.";
            case "wrong-version" -> "Run the command again: it reads the version first.";
            case "no-quorum" -> "Collect more validators' signatures.";
            case "node-reserved" ->
                "Choose another node: cpctl node list --listed, or wait until the reservation ends.";
            case "nothing-matches" -> "Relax a constraint; 'rejected' counts the nodes that fail each one.";
            case "no-policy" -> "An operator activates one: cpctl admin policy activate FILE";
            case "illegal-transition", "too-late" -> "Look at it: cpctl order status ORDER";
            case "too-many-reservations" -> "Fund or cancel one of your orders: cpctl order list";
            case "quote-superseded" -> "Run the command again: it checks the new quote and seals again.";
            case "out-of-sequence" -> "Run the command again with --seq and the number named above.";
            case "grant-refused", "data-refused" -> "Only the user of a running order may: cpctl order status ORDER";
            case "application-not-there" -> "Wait until it is ready: cpctl deploy ORDER ... --wait";
            case "node-not-ready" -> "Look at the node: cpctl node status NODE";
            case "overloaded" -> "Try again in a moment.";
            case "not-found" -> "Check the id, and that you are logged in as one of its parties: cpctl whoami";
            case "internal-error" ->
                "Tell the operator the trace id "
                        + refusal.problem().path("traceId").asText("-");
            default -> "";
        };
    }
}
