"""An OTLP receiver of OpenTelemetry's own schema and gRPC, for the integration tests.

It appends a line of JSON for each request it takes to a file. A request with the header `test-answer` is answered as that says.
usage: receiver.py FILE GRPC_PORT TLS_GRPC_PORT HTTP_PORT CERTIFICATE KEY
"""

import base64
import gzip
import json
import sys
from concurrent import futures
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc
from google.protobuf import any_pb2, duration_pb2, json_format, message_factory, descriptor_pb2, descriptor_pool
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2 as logs, logs_service_pb2_grpc as logs_grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as metrics
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2_grpc as metrics_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as traces
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as traces_grpc

file, grpc_port, tls_port, http_port, certificate, key = sys.argv[1:]

SIGNALS = {
    "logs": (logs.ExportLogsServiceRequest, logs.ExportLogsServiceResponse, "rejected_log_records"),
    "metrics": (metrics.ExportMetricsServiceRequest, metrics.ExportMetricsServiceResponse, "rejected_data_points"),
    "traces": (traces.ExportTraceServiceRequest, traces.ExportTraceServiceResponse, "rejected_spans"),
}


def google_rpc():
    """`google.rpc.Status` and `RetryInfo`, which are in a package of their own."""
    proto = descriptor_pb2.FileDescriptorProto(name="rpc.proto", package="google.rpc", syntax="proto3")
    proto.dependency.extend(["google/protobuf/any.proto", "google/protobuf/duration.proto"])
    status = proto.message_type.add(name="Status")
    status.field.add(name="code", number=1, type=5, label=1)
    status.field.add(name="message", number=2, type=9, label=1)
    status.field.add(name="details", number=3, type=11, label=3, type_name=".google.protobuf.Any")
    info = proto.message_type.add(name="RetryInfo")
    info.field.add(name="retry_delay", number=1, type=11, label=1, type_name=".google.protobuf.Duration")
    pool = descriptor_pool.Default()
    assert any_pb2 and duration_pb2
    pool.Add(proto)
    return [message_factory.GetMessageClass(pool.FindMessageTypeByName(f"google.rpc.{n}")) for n in ("Status", "RetryInfo")]


Status, RetryInfo = google_rpc()


def status_with_pause(code, message, seconds):
    status = Status(code=code, message=message)
    info = RetryInfo()
    info.retry_delay.FromMilliseconds(int(seconds * 1000))
    status.details.add().Pack(info)
    return status


def to_hexadecimal(text):
    return base64.b64decode(text).hex()


def to_base64(text):
    return base64.b64encode(bytes.fromhex(text)).decode()


def with_ids(value, convert):
    """JSON of Protocol Buffers has bytes in base64, that of OTLP has identifiers in hexadecimal."""
    if isinstance(value, list):
        return [with_ids(item, convert) for item in value]
    if not isinstance(value, dict):
        return value
    ids = {name: convert(value[name]) for name in ("traceId", "spanId") if name in value}
    return {name: with_ids(item, convert) for name, item in value.items()} | ids


def record(signal, how, request, headers):
    shown = {"signal": signal, "how": how, "headers": headers}
    shown["request"] = with_ids(json_format.MessageToDict(request, use_integers_for_enums=True), to_hexadecimal)
    with open(file, "a", encoding="utf-8") as output:
        output.write(json.dumps(shown) + "\n")


def partial(signal, rejected):
    response = SIGNALS[signal][1]()
    setattr(response.partial_success, SIGNALS[signal][2], rejected)
    response.partial_success.error_message = "too old: " + "x" * 200
    return response


class Service:
    def __init__(self, signal, how):
        self.signal, self.how = signal, how

    def Export(self, request, context):
        headers = {k: v for k, v in context.invocation_metadata() if isinstance(v, str)}
        answer = headers.get("test-answer", "")
        if answer.startswith("partial"):
            return partial(self.signal, int(answer.split()[1]))
        if answer.startswith("pause"):
            details = status_with_pause(14, "busy", float(answer.split()[1])).SerializeToString()
            context.set_trailing_metadata((("grpc-status-details-bin", details),))
            context.abort(grpc.StatusCode.UNAVAILABLE, "busy: 100 %, ä")
        if answer:
            context.abort(getattr(grpc.StatusCode, answer), "as you wish")
        record(self.signal, self.how, request, headers)
        return SIGNALS[self.signal][1]()


def serve_grpc(how, bind):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    logs_grpc.add_LogsServiceServicer_to_server(Service("logs", how), server)
    metrics_grpc.add_MetricsServiceServicer_to_server(Service("metrics", how), server)
    traces_grpc.add_TraceServiceServicer_to_server(Service("traces", how), server)
    bind(server)
    server.start()
    return server


class Http(BaseHTTPRequestHandler):
    def do_POST(self):
        signal = self.path.removeprefix("/v1/")
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers["content-encoding"] == "gzip":
            body = gzip.decompress(body)
        is_json = "json" in self.headers["content-type"]
        answer = self.headers.get("test-answer", "")
        if answer.startswith("partial"):
            return self.answer(200, partial(signal, int(answer.split()[1])), is_json)
        if answer:
            return self.answer(int(answer), Status(code=3, message="as you wish: " + "y" * 150), is_json)
        if signal not in SIGNALS:
            return self.answer(404, Status(code=12, message="nothing here"), is_json)
        request = SIGNALS[signal][0]()
        if is_json:
            json_format.ParseDict(with_ids(json.loads(body), to_base64), request)
        else:
            request.ParseFromString(body)
        record(signal, "http/json" if is_json else "http/protobuf", request, {k.lower(): v for k, v in self.headers.items()})
        return self.answer(200, SIGNALS[signal][1](), is_json)

    def answer(self, status, message, is_json):
        body = json_format.MessageToJson(message).encode() if is_json else message.SerializeToString()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if is_json else "application/x-protobuf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


with open(certificate, "rb") as chain, open(key, "rb") as private:
    credentials = grpc.ssl_server_credentials([(private.read(), chain.read())])
servers = [
    serve_grpc("grpc", lambda server: server.add_insecure_port(f"127.0.0.1:{grpc_port}")),
    serve_grpc("grpc with TLS", lambda server: server.add_secure_port(f"127.0.0.1:{tls_port}", credentials)),
]
ThreadingHTTPServer(("127.0.0.1", int(http_port)), Http).serve_forever()
