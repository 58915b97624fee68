package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.computingpower.events.AccountRole;
import org.computingpower.events.Device;
import org.computingpower.registry.domain.Node;
import org.computingpower.registry.domain.OfferCheck;
import org.computingpower.registry.domain.Outcome;
import org.computingpower.registry.domain.Refusal;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.NodePossession;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.Offer;
import org.jspecify.annotations.Nullable;

/** What a provider does with its nodes. */
@ApplicationScoped
public class Nodes {
    private final NodeStore nodes;
    private final NodeChanges changes;
    private final AccountStore accounts;
    private final Market market;
    private final InstantSource clock;

    Nodes(NodeStore nodes, NodeChanges changes, AccountStore accounts, Market market, InstantSource clock) {
        this.nodes = nodes;
        this.changes = changes;
        this.accounts = accounts;
        this.market = market;
        this.clock = clock;
    }

    /**
     * A request to register a node.
     *
     * @param publicKey the node key
     * @param gatewayOrigin where users reach its gateway
     * @param stakeAccount a wallet of the caller
     * @param payee the wallet that is paid
     * @param region the provider's claim
     * @param devices its devices, unrated
     * @param possession the node key's signature over {@link NodePossession#text}
     */
    public record Registration(
            VerifyingKey publicKey,
            URI gatewayOrigin,
            Address stakeAccount,
            Address payee,
            String region,
            List<Device> devices,
            Signature possession) {
        public Registration {
            devices = devices.stream()
                    .sorted(Comparator.comparingInt(Device::device))
                    .toList();
        }
    }

    /** Registers a node; the same registration again gives the node that is there. */
    public Uni<Outcome<Node>> register(SqlClient transaction, String subject, Registration registration) {
        NodeId nodeId = registration.publicKey().nodeId();
        if (!registration.publicKey().isOnCurve()) {
            return refused(new Refusal.Malformed("The public key is no point of secp256k1"));
        }
        return accounts.find(transaction, subject, AccountRole.PROVIDER).chain(account -> {
            if (account.isEmpty()) {
                return refused(new Refusal.NoAccount("provider"));
            }
            return accounts.wallets(transaction, subject).chain(wallets -> {
                if (!wallets.contains(registration.stakeAccount())) {
                    return refused(new Refusal.WalletNotBound(registration.stakeAccount()));
                }
                return wallets.stream()
                        .filter(wallet ->
                                NodePossession.isProven(registration.publicKey(), wallet, registration.possession()))
                        .findFirst()
                        .map(provider ->
                                add(transaction, node(subject, account.get().accountId(), provider, registration)))
                        .orElseGet(() -> refused(new Refusal.PossessionNotProven(nodeId)));
            });
        });
    }

    private Node node(String subject, UUID accountId, Address provider, Registration registration) {
        return new Node(
                registration.publicKey().nodeId(),
                registration.publicKey(),
                accountId,
                subject,
                provider,
                registration.stakeAccount(),
                registration.payee(),
                registration.gatewayOrigin().toString(),
                registration.region(),
                registration.devices(),
                null,
                Node.unattested(),
                Node.unstaked(market.stake().required()),
                Node.unrated(),
                false,
                null,
                false,
                1,
                market.effectiveEpoch(clock.instant()));
    }

    private Uni<Outcome<Node>> add(SqlClient transaction, Node node) {
        return changes.add(transaction, node).chain(added -> {
            if (added) {
                return Uni.createFrom().item(Outcome.created(node));
            }
            return nodes.find(transaction, node.nodeId())
                    .map(found -> found.filter(same -> describesTheSame(same, node))
                            .map(Outcome::done)
                            .orElseGet(() -> Outcome.refused(new Refusal.NodeTaken(node.nodeId()))));
        });
    }

    private static boolean describesTheSame(Node one, Node other) {
        return one.subject().equals(other.subject())
                && one.stakeAccount().equals(other.stakeAccount())
                && one.payee().equals(other.payee())
                && one.region().equals(other.region())
                && one.devices().stream()
                        .map(Device::advertisedRate)
                        .toList()
                        .equals(other.devices().stream()
                                .map(Device::advertisedRate)
                                .toList());
    }

    /** Puts the next version of a node's offer. */
    public Uni<Outcome<Node>> offer(
            SqlClient transaction, String subject, NodeId nodeId, Offer offer, Signature signature) {
        return nodes.lock(transaction, nodeId).chain(found -> {
            if (found.isEmpty() || !found.get().subject().equals(subject)) {
                return refused(new Refusal.NodeUnknown(nodeId));
            }
            var refusal = OfferCheck.refusal(found.get(), offer, signature, market.domains(), clock.instant());
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            return changes.apply(transaction, nodeId, (node, epoch) -> node.withOffer(offer, epoch))
                    .map(node -> Outcome.done(node.orElseThrow()));
        });
    }

    /** Changes what needs no proof: maintenance and the gateway's origin; an absent value stays. */
    public Uni<Outcome<Node>> operate(
            SqlClient transaction,
            String subject,
            NodeId nodeId,
            @Nullable Boolean maintenance,
            @Nullable URI gatewayOrigin) {
        return nodes.lock(transaction, nodeId).chain(found -> {
            if (found.isEmpty() || !found.get().subject().equals(subject)) {
                return refused(new Refusal.NodeUnknown(nodeId));
            }
            return changes.apply(
                            transaction,
                            nodeId,
                            (node, epoch) -> node.withOperation(
                                    maintenance == null ? node.maintenance() : maintenance,
                                    gatewayOrigin == null ? node.gatewayOrigin() : gatewayOrigin.toString(),
                                    epoch))
                    .map(node -> Outcome.done(node.orElseThrow()));
        });
    }

    private static <T> Uni<Outcome<T>> refused(Refusal refusal) {
        return Uni.createFrom().item(Outcome.refused(refusal));
    }
}
