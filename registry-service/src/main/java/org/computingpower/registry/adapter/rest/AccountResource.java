package org.computingpower.registry.adapter.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.computingpower.kit.Detached;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.Idempotency.Reply;
import org.computingpower.kit.rest.Roles;
import org.computingpower.registry.adapter.rest.Views.AccountView;
import org.computingpower.registry.adapter.rest.Views.Items;
import org.computingpower.registry.adapter.rest.Views.NonceView;
import org.computingpower.registry.adapter.rest.Views.ValidatorView;
import org.computingpower.registry.adapter.rest.Views.WalletView;
import org.computingpower.registry.application.AccountStore;
import org.computingpower.registry.application.Accounts;
import org.computingpower.registry.application.Market;
import org.computingpower.registry.domain.Outcome;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accounts, wallets and validators' entries. */
@Path("/api/registry/v1")
@Tag(name = "accounts")
public class AccountResource {
    private final Accounts accounts;
    private final AccountStore store;
    private final Market market;
    private final Idempotency idempotency;
    private final Detached detached;
    private final Pool pool;
    private final Caller caller;

    AccountResource(
            Accounts accounts,
            AccountStore store,
            Market market,
            Idempotency idempotency,
            Detached detached,
            Pool pool,
            Caller caller) {
        this.accounts = accounts;
        this.store = store;
        this.market = market;
        this.idempotency = idempotency;
        this.detached = detached;
        this.pool = pool;
        this.caller = caller;
    }

    @POST
    @Path("/accounts")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.VALIDATOR, Roles.OPERATOR})
    @Operation(summary = "Register the caller for a role that its token holds")
    @APIResponse(
            responseCode = "201",
            description = "Registered; 200 if it was before",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountView.class)))
    public Uni<Response> register(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid Requests.RegisterAccount request) {
        String subject = caller.subject();
        Set<String> roles = caller.roles();
        return idempotency.once(
                subject,
                key,
                "POST /accounts",
                request,
                transaction -> accounts.register(transaction, subject, roles, request.role())
                        .map(Problems::done)
                        .chain(done -> store.wallets(transaction, subject)
                                .map(wallets -> reply(done, AccountView.of(done.value(), wallets)))));
    }

    @GET
    @Path("/accounts/me")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.VALIDATOR, Roles.OPERATOR})
    @Operation(summary = "The caller's accounts and wallets")
    public Uni<Items<AccountView>> me() {
        String subject = caller.subject();
        return store.wallets(pool, subject)
                .chain(wallets -> store.ofSubject(pool, subject)
                        .map(owned -> new Items<>(owned.stream()
                                .map(account -> AccountView.of(account, wallets))
                                .toList())));
    }

    @POST
    @Path("/wallets/nonces")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.VALIDATOR, Roles.OPERATOR})
    @Operation(summary = "What a Sign-In with Ethereum message must contain, with a single-use nonce")
    @APIResponse(
            responseCode = "201",
            description = "Issued",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NonceView.class)))
    public Uni<Response> nonce() {
        String subject = caller.subject();
        return detached.run(() -> pool.withTransaction(transaction -> accounts.challenge(transaction, subject)))
                .map(challenge -> Response.status(201)
                        .entity(new NonceView(
                                challenge.nonce(),
                                market.domain(),
                                market.origin(),
                                market.chainId(),
                                Accounts.STATEMENT,
                                challenge.issuedAt(),
                                challenge.expirationTime()))
                        .build());
    }

    @POST
    @Path("/wallets")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.VALIDATOR, Roles.OPERATOR})
    @Operation(summary = "Bind the wallet that signed the message")
    @APIResponse(
            responseCode = "201",
            description = "Bound",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WalletView.class)))
    public Uni<Response> bind(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid Requests.BindWallet request) {
        String subject = caller.subject();
        return idempotency.once(
                subject,
                key,
                "POST /wallets",
                request,
                transaction -> accounts.bind(transaction, subject, request.message(), request.signature())
                        .map(Problems::done)
                        .map(done -> reply(done, new WalletView(done.value()))));
    }

    @POST
    @Path("/validators")
    @RolesAllowed(Roles.VALIDATOR)
    @Operation(summary = "Enter the public endpoint of a member of the validator set")
    @APIResponse(
            responseCode = "201",
            description = "Entered",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ValidatorView.class)))
    public Uni<Response> enterValidator(
            @HeaderParam(Idempotency.HEADER) @Nullable String key, @NotNull @Valid Requests.EnterValidator request) {
        String subject = caller.subject();
        return idempotency.once(
                subject,
                key,
                "POST /validators",
                request,
                transaction -> accounts.enterValidator(transaction, subject, request.address(), request.url())
                        .map(Problems::done)
                        .map(done -> reply(
                                done,
                                new ValidatorView(
                                        request.address(),
                                        request.url(),
                                        market.validators().setVersion()))));
    }

    @GET
    @Path("/validators")
    @PermitAll
    @Operation(summary = "The validators that entered an endpoint")
    public Uni<Items<ValidatorView>> validators() {
        return store.validators(pool)
                .map(entries -> new Items<>(entries.stream()
                        .map(entry -> new ValidatorView(entry.address(), entry.url(), entry.setVersion()))
                        .toList()));
    }

    private static Reply reply(Outcome.Done<?> done, Object view) {
        return new Reply(done.created() ? 201 : 200, view);
    }
}
