"""One member of a group, run by Tencent's own consumer as it is published. Prints what it has read."""

import json
import logging
import os
import signal
import sys
import threading

from tencentcloud.log.consumer import ConsumerProcessorBase, ConsumerWorker, LogHubConfig

logging.basicConfig(stream=sys.stderr, level=logging.INFO)


class Reader(ConsumerProcessorBase):
    """Prints each log, and commits its offset as Tencent's sample does."""

    def process(self, log_groups, offset_tracker):
        for group in log_groups:
            for log in group.logs:
                print(json.dumps({item.key: item.value for item in log.contents}), flush=True)
        self.save_offset(offset_tracker)


option = LogHubConfig(
    "http://%s.cls.tencentcs.com" % os.environ["REGION"],
    os.environ["SECRET_ID"],
    os.environ["SECRET_KEY"],
    os.environ["REGION"],
    os.environ["LOGSET_ID"],
    [os.environ["TOPIC_ID"]],
    os.environ["GROUP"],
    os.environ["CONSUMER"],
    heartbeat_interval=float(os.environ["INTERVAL"]),
    offset_start_time="begin",
)
# A group's timeout is in whole seconds.
option.consumer_group_time_out = int(option.consumer_group_time_out)
worker = ConsumerWorker(Reader, option)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=worker.shutdown).start())
worker.start(join=True)
