package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.computingpower.cli.chain.ContractCalls;
import org.computingpower.cli.chain.MarketContracts.RecordedNode;
import org.computingpower.cli.chain.Transactions;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Waiting;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stakes for a node. */
@Command(name = "stake", description = "Stake tokens for an attested node, from its stake account.")
final class NodeStake implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Session session;

    @Parameters(index = "0", paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "Tokens, as 1000, or base units, as 100base.")
    private String amount = "";

    @Option(names = "--approve", description = "Allow by an own transaction instead of a permit.")
    private boolean approve;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "For record and finality (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 180;

    NodeStake(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NodeId nodeId = NodeId.parse(node);
        TokenAmount tokens = Amounts.parse(amount, session.market());
        SigningKey key = session.wallet();
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        session.output().progress("Waiting until the node is recorded on chain");
        RecordedNode recorded = Waiting.until(
                "the node's record on chain",
                timeout,
                INTERVAL,
                () -> session.contracts().node(nodeId));
        if (!recorded.stakeAccount().equals(key.address())) {
            throw new CliException(
                    "Only the stake account " + recorded.stakeAccount() + " may stake.",
                    "Use its wallet: --wallet NAME");
        }
        Address stakeManager = session.market().contracts().stakeManager();
        TokenPayment payment = new TokenPayment(session, timeout);
        ContractCalls.Permit permit = payment.allow(key, stakeManager, tokens, approve);
        Transactions.Final done = payment.transactions()
                .send(key, stakeManager, ContractCalls.stake(nodeId, tokens, permit), "Stake", timeout);
        TokenAmount free = session.contracts().freeStake(nodeId);
        ObjectNode json =
                done.json().put("nodeId", node).put("amount", tokens.toString()).put("freeStake", free.toString());
        session.output()
                .result(
                        json,
                        out -> out.println("Staked " + Amounts.show(tokens, session.market()) + "; free stake "
                                + Amounts.show(free, session.market()) + "; transaction " + done.txHash()));
        return 0;
    }
}
