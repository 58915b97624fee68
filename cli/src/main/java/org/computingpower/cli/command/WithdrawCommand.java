package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.computingpower.cli.chain.ContractCalls;
import org.computingpower.cli.chain.MarketContracts.EscrowOrder;
import org.computingpower.cli.chain.MarketContracts.Withdrawable;
import org.computingpower.cli.chain.Transactions;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes out what is due to the wallet. */
@Command(
        name = "withdraw",
        description = "Withdraw from the escrow what is due to the wallet: earnings as payee, refunds as user.")
public final class WithdrawCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..100", paramLabel = "ORDER", description = "Order ids.")
    private List<String> orders = new ArrayList<>();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Receiver (default: the wallet).")
    private @Nullable String to;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "For finality (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 180;

    WithdrawCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SigningKey key = session.wallet();
        List<OrderId> ids = orders.stream().map(OrderId::parse).toList();
        TokenAmount due = ids.stream().map(id -> due(id, key.address())).reduce(TokenAmount.ZERO, TokenAmount::plus);
        if (due.isZero()) {
            throw new CliException(
                    "Nothing is due to " + key.address() + " yet.",
                    "Wait until a batch with these orders is final: cpctl statement ORDER");
        }
        String receiver = to;
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        Address target = receiver == null ? key.address() : Address.parse(receiver);
        Transactions.Final done = new TokenPayment(session, timeout)
                .transactions()
                .send(
                        key,
                        session.market().contracts().orderEscrow(),
                        ContractCalls.withdraw(ids, target),
                        "Withdrawal",
                        timeout);
        ObjectNode json = done.json().put("amount", due.toString()).put("to", target.toString());
        session.output()
                .result(
                        json,
                        out -> out.println("Withdrew " + Amounts.show(due, session.market()) + " to " + target
                                + "; transaction " + done.txHash()));
        return 0;
    }

    private TokenAmount due(OrderId orderId, Address wallet) {
        EscrowOrder order = session.contracts().order(orderId, "latest");
        if (!order.payee().equals(wallet) && !order.user().equals(wallet)) {
            throw new CliException(
                    "The wallet is neither payee nor user of " + orderId + ".", "Use the right one: --wallet NAME");
        }
        Withdrawable open = session.contracts().withdrawable(orderId);
        TokenAmount earned = order.payee().equals(wallet) ? open.provider() : TokenAmount.ZERO;
        return order.user().equals(wallet) ? earned.plus(open.user()) : earned;
    }
}
