package org.computingpower.cli.command;

import java.time.Duration;
import org.computingpower.cli.chain.ContractCalls;
import org.computingpower.cli.chain.Transactions;
import org.computingpower.cli.session.Amounts;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.Address;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;

/** Lets a contract take tokens from the wallet: by a permit in the same transaction, or by an allowance before it. */
final class TokenPayment {
    private static final Duration PERMIT_LIFETIME = Duration.ofMinutes(30);

    private final Session session;
    private final Duration timeout;

    TokenPayment(Session session, Duration timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    Transactions transactions() {
        return new Transactions(
                session.rpc(),
                session.market().chainId(),
                line -> session.output().progress(line));
    }

    Duration timeout() {
        return timeout;
    }

    /** Allows exactly {@code amount} to {@code spender}. */
    ContractCalls.Permit allow(SigningKey key, Address spender, TokenAmount amount, boolean byApproval) {
        TokenAmount owned = session.contracts().tokens(key.address(), "latest");
        if (owned.compareTo(amount) < 0) {
            throw new CliException(
                    "The wallet holds " + Amounts.show(owned, session.market()) + ", needed are "
                            + Amounts.show(amount, session.market()) + ".",
                    "On a local stack: cpctl wallet faucet");
        }
        if (byApproval) {
            transactions()
                    .send(
                            key,
                            session.market().contracts().token(),
                            ContractCalls.approve(spender, amount),
                            "Allowance",
                            timeout);
            return ContractCalls.Permit.NONE;
        }
        long deadline = session.clock().instant().plus(PERMIT_LIFETIME).getEpochSecond();
        return ContractCalls.permit(
                key,
                session.contracts().tokenDomain(),
                spender,
                amount,
                session.contracts().permitNonce(key.address()),
                deadline);
    }
}
