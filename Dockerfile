# The image, for whoever has a container engine. Without one, deploy/image/build.ts writes the same two layers.
ARG BUILDER=docker.io/library/node:24.21.0-bookworm-slim

FROM ${BUILDER} AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates >/dev/null
WORKDIR /source
COPY . .
RUN npm ci --no-audit --no-fund && npm run build
# The architecture is that of the builder: `docker buildx build --platform linux/amd64,linux/arm64` runs one for each.
RUN node deploy/image/build.ts --archives --to /archives \
 && mkdir /system /program \
 && tar -xf /archives/system.tar -C /system \
 && tar -xf /archives/program.tar -C /program

FROM scratch
COPY --from=build /system/ /
COPY --from=build /program/ /
ENV PATH=/usr/bin NODE_ENV=production
USER 1234:1234
WORKDIR /var/lib/tiercel
VOLUME /var/lib/tiercel
EXPOSE 2801 2802
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s CMD ["/usr/bin/tiercel", "health"]
LABEL org.opencontainers.image.title="tiercel" org.opencontainers.image.licenses="Apache-2.0"
ENTRYPOINT ["/usr/bin/tiercel"]
