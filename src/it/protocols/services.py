"""WebSocket and gRPC, each with TLS and without."""
import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor

import grpc
import health_pb2
import health_pb2_grpc
import websockets


class Health(health_pb2_grpc.HealthServicer):
    def Check(self, request, context):
        if request.service not in ("", "shop.Orders"):
            context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
        return health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.SERVING)


async def echo(socket):
    async for message in socket:
        await socket.send(message if isinstance(message, bytes) else "You said " + message)


async def main():
    server = grpc.server(ThreadPoolExecutor(2))
    health_pb2_grpc.add_HealthServicer_to_server(Health(), server)
    server.add_insecure_port("0.0.0.0:50051")
    pair = open("/etc/shop.key", "rb").read(), open("/etc/shop.pem", "rb").read()
    server.add_secure_port("0.0.0.0:50052", grpc.ssl_server_credentials([pair]))
    server.start()
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain("/etc/shop.pem", "/etc/shop.key")
    async with websockets.serve(echo, "0.0.0.0", 8765):
        async with websockets.serve(echo, "0.0.0.0", 8766, ssl=secured):
            print("Services are ready", flush=True)
            await asyncio.Future()


asyncio.run(main())
