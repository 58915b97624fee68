package org.computingpower.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.cli.TestServer.Reply;
import org.computingpower.cli.chain.ContractCalls;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The own door: what validators sign, and what the contract is given. */
final class SettleTest {
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000L + 15 * 20));
    private static final String PATH = "POST /validators/0/api/challenge/v1/orders/" + ORDER + "/settlement";

    @TempDir
    private Path home;

    private TestMarket market;

    @BeforeEach
    void start() throws Exception {
        market = new TestMarket(Bytes32.ZERO);
    }

    @AfterEach
    void stop() {
        market.close();
    }

    private static SettlementBatch batch(OrderId order, long epoch, long released) {
        return new SettlementBatch(
                1, 0, epoch, List.of(new SettlementItem(order, TokenAmount.of(released), TokenAmount.of(7), true)));
    }

    private void validatorSigns(SettlementBatch batch, SigningKey signer) {
        market.server().on(PATH, request -> {
            ObjectNode answer = Json.object();
            ObjectNode view = answer.putObject("batch")
                    .put("setVersion", batch.setVersion())
                    .put("batchNo", batch.batchNo())
                    .put("asOfEpoch", batch.asOfEpoch());
            SettlementItem item = batch.items().getFirst();
            view.putArray("items")
                    .addObject()
                    .put("orderId", item.orderId().toString())
                    .put("releasedCum", item.releasedCum().toString())
                    .put("refundedCum", item.refundedCum().toString())
                    .put("isFinal", item.isFinal());
            try {
                return Reply.ok(answer.put(
                        "signature",
                        batch.sign(signer, market.market().domains()).toString()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private Run settle(String... more) {
        String[] all = new String[3 + more.length];
        all[0] = "settle";
        all[1] = ORDER.toString();
        all[2] = "--dry-run";
        System.arraycopy(more, 0, all, 3, more.length);
        return Run.of(market.environment(home), NOW, all);
    }

    @Test
    void showsWhatAQuorumSigned() {
        validatorSigns(batch(ORDER, 18, 1_000), TestMarket.VALIDATOR);
        Run run = settle();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Signed by 1 validators as of epoch 18");
        assertThat(market.server().requests(PATH))
                .singleElement()
                .satisfies(asked -> assertThat(asked.query()).isEqualTo("asOfEpoch=18"));
    }

    @Test
    void takesNoForeignSignatureAndNoOtherStatement() {
        validatorSigns(batch(ORDER, 18, 1_000), SigningKey.of(Digests.keccak256OfText("stranger")));
        assertThat(settle().exitCode()).isNotZero();
        validatorSigns(batch(ORDER, 17, 1_000), TestMarket.VALIDATOR);
        assertThat(settle().exitCode()).isNotZero();
        validatorSigns(batch(new OrderId(Digests.keccak256OfText("another")), 18, 1_000), TestMarket.VALIDATOR);
        Run other = settle();
        assertThat(other.exitCode()).isNotZero();
        assertThat(other.err()).contains("Fewer than 1 validators signed the same amounts", "--as-of 17");
        assertThat(settle("--as-of", "16").exitCode()).isNotZero();
    }

    @Test
    void theContractGetsThePackedItemAndTheSignatures() throws Exception {
        SettlementBatch batch = batch(ORDER, 18, 1_000);
        Signature signature = batch.sign(TestMarket.VALIDATOR, market.market().domains());
        String call = ContractCalls.settle(batch, List.of(signature));
        assertThat(call)
                .startsWith(Digests.keccak256OfText("settlePacked(uint64,uint64,uint64,bytes,bytes[])")
                        .toString()
                        .substring(0, 10));
        // Order, flags (final 1, refund 2), then 11 bytes each: 1000 and 7.
        assertThat(call)
                .contains(ORDER.toString().substring(2) + "03" + "00".repeat(9) + "03e8" + "00".repeat(10) + "07");
        assertThat(call).contains(signature.toString().substring(2));
    }
}
