package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.computingpower.cli.chain.ContractCalls;
import org.computingpower.cli.chain.Transactions;
import org.computingpower.cli.http.ApiRefusal;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The own door to the chain: settles one order by the validators' word alone, without operator and relayer. Every
 * signature is checked here; validators that say different amounts are not added up.
 */
@Command(
        name = "settle",
        description = "Settle one order yourself: collect the validators' signatures over what is due, and send them.")
public final class SettleCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    @Option(
            names = "--as-of",
            paramLabel = "EPOCH",
            description = "Last epoch whose windows count, at most 64 back (default: the one before the last).")
    private @Nullable Long asOf;

    @Option(names = "--dry-run", description = "Only collect and show the signatures.")
    private boolean dryRun;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "For finality (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 180;

    SettleCommand(Session session) {
        this.session = session;
    }

    private record Collected(SettlementBatch batch, SortedMap<Address, Signature> signatures) {}

    @Override
    public Integer call() {
        MarketFile market = session.market();
        OrderId orderId = OrderId.parse(order);
        Long wanted = asOf;
        Collected quorum = collect(market, orderId, wanted == null ? lastSettled(market) : wanted);
        SettlementItem item = quorum.batch().items().getFirst();
        ObjectNode json = json(quorum, item);
        if (!dryRun) {
            Transactions.Final done = send(market, quorum);
            json.setAll(done.json());
        }
        session.output()
                .result(
                        json,
                        out -> out.println((dryRun ? "Signed by " : "Settled with the signatures of ")
                                + quorum.signatures().size() + " validators as of epoch "
                                + quorum.batch().asOfEpoch() + ": released "
                                + Amounts.show(item.releasedCum(), market) + ", refunded "
                                + Amounts.show(item.refundedCum(), market) + (item.isFinal() ? ", final" : "")
                                + (dryRun ? "." : ". Then: cpctl withdraw " + orderId)));
        return 0;
    }

    /** The verdicts of the last epoch may still be under way. */
    private long lastSettled(MarketFile market) {
        Instant now = session.clock().instant();
        return Math.max(0, market.epochClock().epochAt(now) - 2);
    }

    private Collected collect(MarketFile market, OrderId orderId, long epoch) {
        Map<SettlementBatch, SortedMap<Address, Signature>> byBatch = new HashMap<>();
        for (MarketFile.Validator member : market.validators()) {
            try {
                JsonNode answer = session.validator(member.url().toString())
                        .post("/api/challenge/v1/orders/" + orderId + "/settlement?asOfEpoch=" + epoch, Json.object());
                SettlementBatch batch = batch(answer.path("batch"));
                Signature signature = Signature.parse(Json.text(answer, "signature"));
                if (!isAsked(batch, market, orderId, epoch)
                        || !batch.isSignedBy(member.address(), signature, market.domains())) {
                    session.output().progress("Not signed by " + member.address() + ": another statement");
                    continue;
                }
                byBatch.computeIfAbsent(batch, first -> new TreeMap<>()).put(member.address(), signature);
                session.output().progress("Signed by " + member.address());
            } catch (ApiRefusal e) {
                session.output().progress("Refused by " + member.address() + ": " + e.title() + ": " + e.detail());
            } catch (CliException | IllegalArgumentException e) {
                session.output().progress("No answer of " + member.address() + ": " + e.getMessage());
            }
        }
        return byBatch.entrySet().stream()
                .filter(one -> one.getValue().size() >= market.validatorThreshold())
                .findFirst()
                .map(one -> new Collected(one.getKey(), one.getValue()))
                .orElseThrow(() -> new CliException(
                        "Fewer than " + market.validatorThreshold() + " validators signed the same amounts.",
                        "Try an earlier epoch: --as-of " + Math.max(0, epoch - 1)));
    }

    private static SettlementBatch batch(JsonNode json) {
        List<SettlementItem> items = json.path("items")
                .valueStream()
                .map(item -> new SettlementItem(
                        OrderId.parse(Json.text(item, "orderId")),
                        TokenAmount.parse(Json.text(item, "releasedCum")),
                        TokenAmount.parse(Json.text(item, "refundedCum")),
                        item.path("isFinal").asBoolean()))
                .toList();
        return new SettlementBatch(
                json.path("setVersion").asLong(),
                json.path("batchNo").asLong(),
                json.path("asOfEpoch").asLong(),
                items);
    }

    private static boolean isAsked(SettlementBatch batch, MarketFile market, OrderId orderId, long epoch) {
        return batch.setVersion() == market.setVersion()
                && batch.asOfEpoch() == epoch
                && batch.items().size() == 1
                && batch.items().getFirst().orderId().equals(orderId);
    }

    private Transactions.Final send(MarketFile market, Collected quorum) {
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        return new TokenPayment(session, timeout)
                .transactions()
                .send(
                        session.wallet(),
                        market.contracts().orderEscrow(),
                        ContractCalls.settle(
                                quorum.batch(), List.copyOf(quorum.signatures().values())),
                        "Settlement",
                        timeout);
    }

    private static ObjectNode json(Collected quorum, SettlementItem item) {
        ObjectNode json = Json.object()
                .put("orderId", item.orderId().toString())
                .put("setVersion", quorum.batch().setVersion())
                .put("batchNo", quorum.batch().batchNo())
                .put("asOfEpoch", quorum.batch().asOfEpoch())
                .put("releasedCum", item.releasedCum().toString())
                .put("refundedCum", item.refundedCum().toString())
                .put("isFinal", item.isFinal());
        ArrayNode signatures = json.putArray("signatures");
        quorum.signatures()
                .forEach((validator, signature) -> signatures
                        .addObject()
                        .put("validator", validator.toString())
                        .put("signature", signature.toString()));
        return json;
    }
}
