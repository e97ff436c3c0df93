FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY bot bot
COPY locales locales
RUN useradd --system --no-create-home ticketbot
USER ticketbot
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
