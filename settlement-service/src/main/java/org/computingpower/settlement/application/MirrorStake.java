package org.computingpower.settlement.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.computingpower.settlement.domain.ledger.AccountId;
import org.computingpower.settlement.domain.ledger.Postings;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;

/** Keeps the ledger's mirror of a node's stake equal to what the contract says at the finalized block. */
@ApplicationScoped
public class MirrorStake {

    private final Ledger ledger;

    MirrorStake(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Posts the difference to the last fact.
     *
     * @param total all stake, unbonding included
     * @param unbonding the part that waits for withdrawal
     * @param position names the fact on the chain
     * @param event the event that told it
     */
    public Uni<Void> mirror(
            SqlClient transaction, NodeId node, TokenAmount total, TokenAmount unbonding, String position, UUID event) {
        AccountId bonded = AccountId.stakeOf(node);
        AccountId leaving = AccountId.unbondingStakeOf(node);
        return ledger.balances(transaction, List.of(bonded, leaving))
                .chain(before -> ledger.post(
                        transaction,
                        Postings.stake(
                                node,
                                position,
                                before.getOrDefault(bonded, TokenAmount.ZERO),
                                total.minus(unbonding),
                                before.getOrDefault(leaving, TokenAmount.ZERO),
                                unbonding,
                                event)));
    }
}
