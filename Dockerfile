# The relay as one process (docs/hosts.md, "A container"). For both kinds of machines:
# docker buildx build --platform linux/amd64,linux/arm64 -t heartbeat-relay .
ARG NODE_VERSION=24.21.0

# What is built is the same on every machine, so it is built once, on the one at hand.
FROM --platform=$BUILDPLATFORM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci
RUN npm run build

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production RELAY_HOST=0.0.0.0 PORT=3000 RELAY_CONFIG=/etc/heartbeat-relay/relay.config.json
WORKDIR /opt/heartbeat-relay
COPY --from=build --chmod=444 /src/dist/server.cjs ./
# By its number, so that Kubernetes sees that it is not root; the image calls it "node".
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["node", "server.cjs", "--health"]
ENTRYPOINT ["node", "server.cjs"]
