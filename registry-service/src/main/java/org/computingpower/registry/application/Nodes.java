package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.events.AccountRole;
import org.computingpower.events.Device;
import org.computingpower.events.PowerStatus;
import org.computingpower.registry.domain.Node;
import org.computingpower.registry.domain.NodeOperation;
import org.computingpower.registry.domain.OfferCheck;
import org.computingpower.registry.domain.Outcome;
import org.computingpower.registry.domain.RatingRequest;
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
    private final StatementStore statements;
    private final DeviceModels models;
    private final Market market;
    private final InstantSource clock;

    Nodes(
            NodeStore nodes,
            NodeChanges changes,
            AccountStore accounts,
            StatementStore statements,
            DeviceModels models,
            Market market,
            InstantSource clock) {
        this.nodes = nodes;
        this.changes = changes;
        this.accounts = accounts;
        this.statements = statements;
        this.models = models;
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
     * @param sharedPhiBps basis points of each device that stay the solver's beside a tenant; null if orders have the node alone
     * @param devices its devices, unrated
     * @param possession the node key's signature over {@link NodePossession#text}
     */
    public record Registration(
            VerifyingKey publicKey,
            URI gatewayOrigin,
            Address stakeAccount,
            Address payee,
            String region,
            @Nullable Integer sharedPhiBps,
            List<Device> devices,
            Signature possession) {
        public Registration {
            devices = ascending(devices);
        }
    }

    private static List<Device> ascending(List<Device> devices) {
        return devices.stream().sorted(Comparator.comparingInt(Device::device)).toList();
    }

    /** Why these cannot be the devices of a node; empty if they can. */
    private Optional<Refusal> contradiction(List<Device> devices) {
        if (devices.stream().map(Device::device).distinct().count() < devices.size()) {
            return Optional.of(new Refusal.Malformed("Each device has an index of its own"));
        }
        return devices.stream()
                .flatMap(device -> models
                        .contradiction(device.model(), device.kind())
                        .<Refusal>map(known -> new Refusal.ModelOfAnotherKind(device.device(), device.model(), known))
                        .stream())
                .findFirst();
    }

    /** Registers a node; the same registration again gives the node that is there. */
    public Uni<Outcome<Node>> register(SqlClient transaction, String subject, Registration registration) {
        NodeId nodeId = registration.publicKey().nodeId();
        if (!registration.publicKey().isOnCurve()) {
            return refused(new Refusal.Malformed("The public key is no point of secp256k1"));
        }
        Optional<Refusal> contradiction = contradiction(registration.devices());
        if (contradiction.isPresent()) {
            return refused(contradiction.get());
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
                registration.sharedPhiBps(),
                registration.devices(),
                null,
                Node.unattested(),
                Node.unstaked(market.stake().required()),
                Node.unrated(),
                false,
                null,
                false,
                null,
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
                && areTheSame(one.devices(), other.devices());
    }

    private static boolean areTheSame(List<Device> some, List<Device> others) {
        return descriptions(some).equals(descriptions(others));
    }

    private static List<Device> descriptions(List<Device> devices) {
        return devices.stream()
                .map(one -> Device.unrated(one.device(), one.kind(), one.model(), one.advertisedRate()))
                .toList();
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

    /** Changes what needs no proof. The shared part stays while an order is open, from its quote on: its terms name it. */
    public Uni<Outcome<Node>> operate(SqlClient transaction, String subject, NodeId nodeId, NodeOperation operation) {
        return nodes.lock(transaction, nodeId).chain(found -> {
            if (found.isEmpty() || !found.get().subject().equals(subject)) {
                return refused(new Refusal.NodeUnknown(nodeId));
            }
            Uni<Boolean> inTheWay = operation.changesSharedPart(found.get())
                    ? isInUse(transaction, found.get())
                    : Uni.createFrom().item(false);
            return inTheWay.chain(used -> used
                    ? refused(new Refusal.NodeInUse(nodeId))
                    : changes.apply(transaction, nodeId, (node, epoch) -> node.withOperation(operation, epoch))
                            .map(node -> Outcome.done(node.orElseThrow())));
        });
    }

    private Uni<Boolean> isInUse(SqlClient transaction, Node node) {
        return nodes.hasOpenOrder(transaction, node.nodeId()).map(ordered -> ordered || node.reservedBy() != null);
    }

    /**
     * Has all devices measured anew, from the effective epoch of the answer on; until their ratings are there the node
     * is not listed. Asked again while that lasts, with the same devices, it changes nothing.
     *
     * @param described the devices as they are now; absent if they are as before
     */
    public Uni<Outcome<Node>> rateAnew(
            SqlClient transaction, String subject, NodeId nodeId, @Nullable List<Device> described) {
        Optional<Refusal> contradiction = described == null ? Optional.empty() : contradiction(described);
        if (contradiction.isPresent()) {
            return refused(contradiction.get());
        }
        return nodes.lock(transaction, nodeId).chain(found -> {
            if (found.isEmpty() || !found.get().subject().equals(subject)) {
                return refused(new Refusal.NodeUnknown(nodeId));
            }
            Node node = found.get();
            List<Device> devices = described == null ? node.devices() : ascending(described);
            if (node.power().status() == PowerStatus.UNRATED && areTheSame(node.devices(), devices)) {
                return Uni.createFrom().item(Outcome.done(node));
            }
            return isInUse(transaction, node)
                    .chain(used ->
                            used ? refused(new Refusal.NodeInUse(nodeId)) : rateAnew(transaction, node, devices));
        });
    }

    private Uni<Outcome<Node>> rateAnew(SqlClient transaction, Node node, List<Device> devices) {
        long now = market.epochAt(clock.instant());
        RatingRequest last = node.ratingRequest();
        if (last != null && now < last.askedInEpoch() + market.ratingPauseEpochs()) {
            return refused(new Refusal.RatingTooSoon(last.askedInEpoch() + market.ratingPauseEpochs()));
        }
        return changes.apply(
                        transaction,
                        node.nodeId(),
                        (current, epoch) -> current.withRatingRequest(devices, new RatingRequest(now, epoch), epoch))
                .call(() -> statements.keepDevices(
                        transaction,
                        node.nodeId(),
                        devices.stream().map(Device::device).toList()))
                .map(changed -> Outcome.done(changed.orElseThrow()));
    }

    private static <T> Uni<Outcome<T>> refused(Refusal refusal) {
        return Uni.createFrom().item(Outcome.refused(refusal));
    }
}
